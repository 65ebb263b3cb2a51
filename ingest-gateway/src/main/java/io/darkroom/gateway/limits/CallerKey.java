package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whom the limits of one caller count: the identity of a caller, otherwise the address from which
 * the call came. An IPv6 address stands for its /64, which one customer usually has as a whole.
 */
public final class CallerKey {

  private static final AttributeKey<String> IDENTITY =
      AttributeKey.valueOf("darkroom-caller-identity");

  private static final int PREFIX_BYTES = 8;

  private CallerKey() {}

  /** Sets the identity of the caller of a call. */
  public static void identify(ServiceRequestContext call, String kind, String name) {
    call.setAttr(IDENTITY, kind + ":" + name);
  }

  /** Empty for unidentified callers on this machine, who are not limited. */
  static Optional<String> of(ServiceRequestContext call) {
    String identity = call.attr(IDENTITY);
    return identity != null ? Optional.of(identity) : ofAddress(call.clientAddress());
  }

  static Optional<String> ofAddress(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    return Optional.of(
        address instanceof Inet6Address
            ? HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64"
            : address.getHostAddress());
  }
}
