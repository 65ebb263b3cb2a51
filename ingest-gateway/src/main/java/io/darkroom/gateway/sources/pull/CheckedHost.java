package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.sources.RemoteUri;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A host that the rules allow, with the address to connect to.
 *
 * @param name as written, without brackets
 */
record CheckedHost(String name, InetSocketAddress address) {

  /** Throws {@link io.darkroom.error.DarkroomException} if the rules forbid it. */
  static CheckedHost resolve(RemoteUri remote, AddressRules rules) {
    String name = remote.host().replaceAll("^\\[|]$", "");
    InetAddress address = rules.resolve(name);
    return new CheckedHost(name, new InetSocketAddress(address, remote.port()));
  }

  /** The IP address, as URLs contain it. */
  String literal() {
    InetAddress ip = address.getAddress();
    String literal = ip.getHostAddress().replaceAll("%.*", "");
    return ip instanceof Inet6Address ? "[" + literal + "]" : literal;
  }

  /** Host and port, as users know them. */
  String server() {
    return server(name, address.getPort());
  }

  /**
   * @param name of a host, without brackets
   */
  static String server(String name, int port) {
    return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
  }
}
