package io.darkroom.gateway.access;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Set;

/**
 * The host names under which a gateway may be called. IP addresses and localhost are always
 * allowed: an attacker cannot make a browser use them for a page from another server, as DNS
 * rebinding does with names.
 *
 * @param names in lower case; {@code *.example.com} allows names below it, {@code *} any
 */
record AllowedHosts(Set<String> names) {

  private static final String ANY = "*";
  private static final String LOCALHOST = "localhost";

  /**
   * Whether a call to this authority may be served.
   *
   * @param authority host and optional port; null if the call names none
   */
  boolean allow(String authority) {
    if (names.contains(ANY)) {
      return true;
    }
    String host = hostOf(authority);
    return isAddress(host)
        || host.equals(LOCALHOST)
        || host.endsWith("." + LOCALHOST)
        || names.stream().anyMatch(name -> matches(name, host));
  }

  private static boolean matches(String name, String host) {
    return name.startsWith("*.")
        ? host.length() > name.length() - 1 && host.endsWith(name.substring(1))
        : host.equals(name);
  }

  /** The host without port, brackets and final dot, in lower case. */
  private static String hostOf(String authority) {
    if (authority == null) {
      return "";
    }
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    String host = (end > 0 ? authority.substring(0, end) : authority).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") && host.endsWith("]")
        ? NetUtil.isValidIpV6Address(host)
        : NetUtil.isValidIpV4Address(host);
  }
}
