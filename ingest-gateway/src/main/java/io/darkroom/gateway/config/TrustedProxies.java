package io.darkroom.gateway.config;

import com.linecorp.armeria.common.util.InetAddressPredicates;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;

/** The proxies that may say which client they speak for. */
public final class TrustedProxies {

  private TrustedProxies() {}

  /**
   * Matches the addresses of the proxies.
   *
   * @param ranges addresses, and ranges such as 10.0.0.0/8
   * @throws IllegalArgumentException if one of them is neither
   */
  public static Predicate<InetAddress> of(Set<String> ranges) {
    return ranges.stream().map(TrustedProxies::one).reduce(Predicate::or).orElse(address -> false);
  }

  private static Predicate<InetAddress> one(String range) {
    return range.contains("/")
        ? InetAddressPredicates.ofCidr(range)
        : InetAddressPredicates.ofExact(range);
  }
}
