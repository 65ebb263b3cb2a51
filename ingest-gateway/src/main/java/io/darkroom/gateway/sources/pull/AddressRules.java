package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides which hosts the gateway may fetch from. Public addresses are allowed; private ones only
 * if the allow-list contains the host or the address; link-local addresses (which include the
 * credential services of clouds), multicast and reserved addresses never. Immutable.
 */
final class AddressRules {

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern LAST_LABEL_IS_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);

  private static final List<AddressRange> NEVER =
      AddressRange.all(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "192.88.99.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8",
          "fd00:ec2::/32",
          "2001:db8::/32",
          "2001::/23",
          "64:ff9b:1::/48",
          "100::/64",
          "3fff::/20");
  private static final List<AddressRange> PRIVATE =
      AddressRange.all(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "127.0.0.0/8",
          "100.64.0.0/10",
          "198.18.0.0/15",
          "::1/128",
          "fc00::/7");

  /** All public IPv6 addresses; the rest of the space has no owner yet. */
  private static final AddressRange PUBLIC_V6 = AddressRange.parse("2000::/3");

  private final Names names;
  private final List<AddressRange> allowedRanges;
  private final List<String> allowedHosts;

  /** Looks up all addresses of a host. */
  interface Names {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /**
   * @param allowed host names, addresses and ranges such as {@code 10.0.0.0/8}
   */
  AddressRules(List<String> allowed) {
    this(allowed, InetAddress::getAllByName);
  }

  AddressRules(List<String> allowed, Names names) {
    this.names = names;
    this.allowedRanges =
        allowed.stream().filter(AddressRange::hasForm).map(AddressRange::parse).toList();
    this.allowedHosts =
        allowed.stream()
            .filter(entry -> !AddressRange.hasForm(entry))
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .toList();
  }

  /**
   * Resolves and checks a host. Connect to the returned address, not to the name, which may resolve
   * differently the next time. Blocks on a DNS lookup.
   *
   * @param host a name or an address; IPv6 without brackets
   * @throws DarkroomException {@code FORBIDDEN}, or {@code UNAVAILABLE} if the name does not
   *     resolve
   */
  InetAddress resolve(String host) {
    boolean v6 = host.indexOf(':') >= 0;
    if (!v6
        && LAST_LABEL_IS_A_NUMBER.matcher(host).matches()
        && !DOTTED_QUAD.matcher(host).matches()) {
      throw forbidden(host, "a name, or an address in its usual form");
    }
    InetAddress[] found = lookUp(host);
    for (InetAddress address : found) {
      require(host, address);
    }
    return found[0];
  }

  private InetAddress[] lookUp(String host) {
    try {
      return names.all(host);
    } catch (UnknownHostException | SecurityException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "host: %s (expected: a name that resolves). Check the name.".formatted(host),
          e);
    }
  }

  private void require(String host, InetAddress address) {
    byte[] bytes = AddressRange.embeddedV4(address.getAddress());
    boolean isPrivate = isIn(PRIVATE, bytes);
    boolean unassigned =
        bytes.length > AddressRange.V4_BYTES && !isPrivate && !PUBLIC_V6.contains(bytes);
    if (isIn(NEVER, bytes) || unassigned) {
      throw forbidden(host, "not a link-local, multicast or reserved address");
    }
    boolean listed =
        allowedHosts.contains(host.toLowerCase(Locale.ROOT)) || isIn(allowedRanges, bytes);
    if (isPrivate && !listed) {
      throw forbidden(host, "a public address, or one on the gateway's allow-list");
    }
  }

  private static boolean isIn(List<AddressRange> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static DarkroomException forbidden(String host, String expected) {
    return new DarkroomException(
        ErrorCode.FORBIDDEN,
        "host: %s (expected: %s). Choose another, or add it to the allow-list."
            .formatted(host, expected));
  }
}
