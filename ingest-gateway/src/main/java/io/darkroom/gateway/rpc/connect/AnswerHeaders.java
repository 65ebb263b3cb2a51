package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import java.util.Set;

/** Selects the service's own metadata from the headers and trailers of a gRPC answer. */
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

  /** Whether the answer is only an error, whose trailers are sent as headers. */
  static boolean areTrailers(HttpHeaders headers) {
    return headers.contains(GrpcHeaderNames.GRPC_STATUS);
  }

  static HttpHeaders metadata(HttpHeaders headers) {
    return metadata(headers, "");
  }

  /** The metadata, with a prefix before each name. */
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
