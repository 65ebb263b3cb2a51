package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import io.darkroom.gateway.error.ConnectError;
import io.grpc.Status;

/** Converts a unary gRPC answer, with envelope and trailers, to a Connect answer. */
final class UnaryAnswer {

  private UnaryAnswer() {}

  static AggregatedHttpResponse of(AggregatedHttpResponse grpc, MessageFormat format) {
    boolean bare = AnswerHeaders.areTrailers(grpc.headers());
    HttpHeaders trailers = bare ? grpc.headers() : grpc.trailers();
    HttpHeaders metadata =
        AnswerHeaders.metadata(trailers, AnswerHeaders.TRAILER)
            .withMutations(
                all -> {
                  if (!bare) {
                    all.add(AnswerHeaders.metadata(grpc.headers()));
                  }
                });
    return trailers.getInt(GrpcHeaderNames.GRPC_STATUS, -1) == Status.Code.OK.value()
        ? success(grpc, metadata, format)
        : ConnectError.ofTrailers(trailers).toResponse(metadata);
  }

  private static AggregatedHttpResponse success(
      AggregatedHttpResponse grpc, HttpHeaders metadata, MessageFormat format) {
    byte[] content = grpc.content().array();
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK).add(metadata).contentType(format.mediaType(false));
    if (Envelope.isCompressed(content)) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, CallHeaders.GZIP);
    }
    return AggregatedHttpResponse.of(headers.build(), Envelope.open(content));
  }
}
