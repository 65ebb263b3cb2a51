package io.darkroom.gateway.config;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.limits.CallerQuota;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Who may call the gateway.
 *
 * @param anonymous whether a gateway that other machines can reach serves everyone
 * @param origins origins whose pages may call the API and open WebSockets, besides the gateway's
 *     own
 * @param hosts names under which the gateway may be called, besides localhost and IP addresses;
 *     {@code *.example.com} stands for all names below it, {@code *} for any name
 * @param auth how callers identify themselves
 * @param quota what one caller may use
 * @param proxies addresses and ranges of proxies whose {@code Forwarded}, {@code X-Forwarded-For}
 *     or PROXY protocol names the client
 */
public record AccessConfig(
    boolean anonymous,
    Set<String> origins,
    Set<String> hosts,
    AuthConfig auth,
    CallerQuota quota,
    Set<String> proxies) {

  public static final AccessConfig DEFAULT = new AccessConfig(false, Set.of(), Set.of());

  public AccessConfig {
    origins = Set.copyOf(origins);
    hosts = Set.copyOf(hosts);
    proxies = Set.copyOf(proxies);
  }

  /** Asks nobody who calls. */
  public AccessConfig(boolean anonymous, Set<String> origins, Set<String> hosts) {
    this(anonymous, origins, hosts, AuthConfig.NONE, CallerQuota.DEFAULT, Set.of());
  }

  /** A copy that asks callers who they are. */
  public AccessConfig with(AuthConfig newAuth) {
    return new AccessConfig(anonymous, origins, hosts, newAuth, quota, proxies);
  }

  /** A copy with another limit of each caller. */
  public AccessConfig with(CallerQuota newQuota) {
    return new AccessConfig(anonymous, origins, hosts, auth, newQuota, proxies);
  }

  /**
   * Requires that only this machine can reach the gateway, unless it asks callers who they are, or
   * may serve everyone.
   *
   * @param host the address to listen on
   * @throws DarkroomException if other machines could reach it
   */
  public void requireSafe(String host) {
    if (!anonymous && !auth.required() && !isLoopback(host)) {
      throw DarkroomException.invalid(
          "host",
          ("--host: %s (expected: an address that only this machine reaches, such as localhost,"
                  + " because callers are not authenticated). Pass --auth to ask callers who they"
                  + " are, or --allow-anonymous if everyone who reaches it may watch, publish and"
                  + " change everything.")
              .formatted(host.isEmpty() ? "all addresses" : host));
    }
  }

  /** Whether only this machine can reach the address. A name that is unknown is not an answer. */
  public static boolean isLoopback(String host) {
    try {
      return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw DarkroomException.invalid(
          "host",
          "--host: %s (expected: an address or name of this machine). Correct it.".formatted(host));
    }
  }
}
