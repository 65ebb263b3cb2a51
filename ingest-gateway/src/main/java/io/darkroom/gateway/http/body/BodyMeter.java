package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import io.netty.buffer.ByteBuf;

/** Follows the bytes of one body and says how many of them are held. Not thread-safe. */
interface BodyMeter {

  /**
   * Reads some more.
   *
   * @param data is left as it is
   * @return bytes that are held from now on: of what is not whole yet
   */
  long read(ByteBuf data);

  /** How many messages have come whole so far. */
  long whole();

  /** Whether a message that has begun must be whole in time. */
  default boolean timed() {
    return true;
  }

  /** The meter for how the body is made up. */
  static BodyMeter of(HttpRequest request) {
    if (isWebSocket(request)) {
      return new SocketMessages();
    }
    if (request.method() == HttpMethod.PUT && request.path().startsWith("/v1/uploads/")) {
      return new Parts();
    }
    return isEnveloped(request.contentType()) ? new Envelopes() : new WholeBody();
  }

  static boolean isWebSocket(HttpRequest request) {
    return request.method() == HttpMethod.CONNECT
        || "websocket".equalsIgnoreCase(request.headers().get("upgrade"));
  }

  /** Of gRPC, gRPC-Web in binary, and streams of Connect. */
  private static boolean isEnveloped(MediaType type) {
    if (type == null) {
      return false;
    }
    String subtype = type.subtype();
    return subtype.startsWith("connect+")
        || (subtype.startsWith("grpc") && !subtype.startsWith("grpc-web-text"));
  }

  /** A file of which each part is written to the disk before the next is taken. */
  final class Parts implements BodyMeter {
    private long parts;

    @Override
    public long read(ByteBuf data) {
      parts++;
      return data.readableBytes();
    }

    @Override
    public long whole() {
      return parts;
    }

    @Override
    public boolean timed() {
      return false;
    }
  }

  /** A body that is one message: all of it is held until it is whole. */
  final class WholeBody implements BodyMeter {
    private long held;

    @Override
    public long read(ByteBuf data) {
      held += data.readableBytes();
      return held;
    }

    @Override
    public long whole() {
      return 0;
    }
  }
}
