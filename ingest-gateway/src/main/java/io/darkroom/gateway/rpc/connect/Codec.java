package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.MediaType;
import java.util.Optional;
import java.util.stream.Stream;

/** How messages are written, and the content types that say so. */
enum Codec {
  PROTO("proto"),
  JSON("json");

  private final String text;

  Codec(String text) {
    this.text = text;
  }

  static Optional<Codec> parse(String text) {
    return Stream.of(values()).filter(codec -> codec.text.equals(text)).findFirst();
  }

  static Optional<Codec> of(MediaType type, boolean streaming) {
    return Stream.of(values()).filter(codec -> type.is(codec.mediaType(streaming))).findFirst();
  }

  MediaType mediaType(boolean streaming) {
    return MediaType.create("application", (streaming ? "connect+" : "") + text);
  }

  MediaType grpcType() {
    return MediaType.create("application", "grpc+" + text);
  }
}
