package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import io.netty.buffer.ByteBuf;

/** Reads the bytes of one body and computes how many of them are held. Not thread-safe. */
interface BodyMeter {

  /**
   * Reads more bytes.
   *
   * @param data not modified
   * @return the bytes now held: those of the message that is not complete yet
   */
  long read(ByteBuf data);

  /** How many messages are complete so far. */
  long whole();

  /** Whether a message that has begun must be complete within a time limit. */
  default boolean timed() {
    return true;
  }

  /** The meter for the format of the body. */
  static BodyMeter of(HttpRequest request) {
    if (isWebSocket(request)) {
      return new SocketMessages();
    }
    if (request.method() == HttpMethod.PUT && request.path().startsWith("/v1/uploads/")) {
      return new Parts();
    }
    if (ArrivingJpegs.isIn(request)) {
      return new ArrivingJpegs();
    }
    return isEnveloped(request.contentType()) ? new Envelopes() : new WholeBody();
  }

  static boolean isWebSocket(HttpRequest request) {
    return request.method() == HttpMethod.CONNECT
        || "websocket".equalsIgnoreCase(request.headers().get("upgrade"));
  }

  /** True for gRPC, binary gRPC-Web and Connect streams. */
  private static boolean isEnveloped(MediaType type) {
    if (type == null) {
      return false;
    }
    String subtype = type.subtype();
    return subtype.startsWith("connect+")
        || (subtype.startsWith("grpc") && !subtype.startsWith("grpc-web-text"));
  }

  /** A file: each part is written to disk before the next is read. */
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

  /** A body that is a single message: all of it is held until it is complete. */
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
