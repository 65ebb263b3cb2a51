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
          "2001::/32",
          "64:ff9b:1::/48",
          "100::/64");
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

  private final List<AddressRange> allowedRanges;
  private final List<String> allowedHosts;

  /**
   * @param allowed host names, addresses and ranges such as {@code 10.0.0.0/8}
   */
  AddressRules(List<String> allowed) {
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

  private static InetAddress[] lookUp(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException | SecurityException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "host: %s (expected: a name that resolves). Check the name.".formatted(host),
          e);
    }
  }

  private void require(String host, InetAddress address) {
    byte[] bytes = AddressRange.embeddedV4(address.getAddress());
    if (NEVER.stream().anyMatch(range -> range.contains(bytes))) {
      throw forbidden(host, "not a link-local, multicast or reserved address");
    }
    boolean listed =
        allowedHosts.contains(host.toLowerCase(Locale.ROOT))
            || allowedRanges.stream().anyMatch(range -> range.contains(bytes));
    if (!listed && PRIVATE.stream().anyMatch(range -> range.contains(bytes))) {
      throw forbidden(host, "a public address, or one on the gateway's allow-list");
    }
  }

  private static DarkroomException forbidden(String host, String expected) {
    return new DarkroomException(
        ErrorCode.FORBIDDEN,
        "host: %s (expected: %s). Choose another, or add it to the allow-list."
            .formatted(host, expected));
  }
}
