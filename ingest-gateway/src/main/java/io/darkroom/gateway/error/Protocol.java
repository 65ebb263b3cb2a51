package io.darkroom.gateway.error;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.regex.Pattern;

/** The protocol of a call. */
enum Protocol {
  /** gRPC and gRPC-Web. */
  GRPC,
  CONNECT,
  /** HTTP with JSON or images. */
  HTTP;

  private static final Pattern RPC = Pattern.compile("/[\\w.]+\\.[A-Z]\\w*/\\w+(\\?.*)?");

  /** Derives the protocol from the headers of a request. */
  static Protocol of(RequestHeaders headers) {
    MediaType type = headers.contentType();
    if (type != null && type.subtype().startsWith("grpc")) {
      return GRPC;
    }
    return RPC.matcher(headers.path()).matches() ? CONNECT : HTTP;
  }

  /** Whether the protocol is HTTP; assumed if the headers could not be read. */
  static boolean isHttp(RequestHeaders headers) {
    return headers == null || of(headers) == HTTP;
  }
}
