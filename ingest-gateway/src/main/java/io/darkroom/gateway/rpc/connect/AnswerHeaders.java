package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import java.util.Set;

/** What of a gRPC answer's headers and trailers is metadata of the service itself. */
final class AnswerHeaders {

  static final String TRAILER = "trailer-";

  private static final Set<String> NOT_METADATA =
      Set.of(
          HttpHeaderNames.STATUS.toString(),
          HttpHeaderNames.CONTENT_TYPE.toString(),
          HttpHeaderNames.CONTENT_LENGTH.toString(),
          GrpcHeaderNames.GRPC_STATUS.toString(),
          GrpcHeaderNames.GRPC_MESSAGE.toString(),
          GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN.toString(),
          GrpcHeaderNames.GRPC_ENCODING.toString(),
          GrpcHeaderNames.GRPC_ACCEPT_ENCODING.toString());

  private AnswerHeaders() {}

  /** Whether an answer is an error and nothing else, its trailers being its headers. */
  static boolean areTrailers(HttpHeaders headers) {
    return headers.contains(GrpcHeaderNames.GRPC_STATUS);
  }

  static HttpHeaders metadata(HttpHeaders headers) {
    return metadata(headers, "");
  }

  /** The metadata, each name with a prefix. */
  static HttpHeaders metadata(HttpHeaders headers, String prefix) {
    HttpHeadersBuilder metadata = HttpHeaders.builder();
    headers.forEach(
        (name, value) -> {
          if (!NOT_METADATA.contains(name.toString())) {
            metadata.add(prefix + name, value);
          }
        });
    return metadata.build();
  }
}
