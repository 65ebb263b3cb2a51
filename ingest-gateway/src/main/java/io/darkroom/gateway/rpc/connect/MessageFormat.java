package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.MediaType;
import java.util.Optional;
import java.util.stream.Stream;

/** The encodings of messages that Connect offers, and their content types. */
enum MessageFormat {
  PROTO("proto"),
  JSON("json");

  private final String text;

  MessageFormat(String text) {
    this.text = text;
  }

  /** The format that a query parameter names. */
  static Optional<MessageFormat> parse(String text) {
    return Stream.of(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  static Optional<MessageFormat> of(MediaType type, boolean streaming) {
    return Stream.of(values()).filter(format -> type.is(format.mediaType(streaming))).findFirst();
  }

  MediaType mediaType(boolean streaming) {
    return MediaType.create("application", (streaming ? "connect+" : "") + text);
  }

  MediaType grpcType() {
    return MediaType.create("application", "grpc+" + text);
  }
}
