package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;

/** How many frames and bytes the caller of a call may still publish. Thread-safe. */
public interface FrameQuota {

  /** For what the gateway publishes itself. */
  FrameQuota UNLIMITED = size -> {};

  AttributeKey<FrameQuota> OF_CALL = AttributeKey.valueOf("darkroom-frame-quota");

  /** The quota of the caller of a call. */
  static FrameQuota of(ServiceRequestContext call) {
    FrameQuota quota = call.attr(OF_CALL);
    return quota == null ? UNLIMITED : quota;
  }

  /**
   * Takes a frame.
   *
   * @param size bytes of its picture
   * @throws io.darkroom.error.DarkroomException {@code TOO_MANY_REQUESTS}
   */
  void take(int size);
}
