package io.darkroom.gateway.error;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** Errors as HTTP answers: the code's status and a JSON body, also for what the server refuses. */
public final class HttpErrors implements ServerErrorHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int UNIMPLEMENTED = 12;

  public static HttpResponse respond(Throwable failure) {
    return aggregated(Errors.coded(failure)).toHttpResponse();
  }

  /** An answer that is an error where the future fails. */
  public static HttpResponse respond(CompletableFuture<HttpResponse> answer) {
    return HttpResponse.of(answer.exceptionally(HttpErrors::respond));
  }

  /** {@code {"code","message","details":[{"field","column","description"}]}}. */
  public static ObjectNode body(DarkroomException error) {
    ObjectNode body =
        JSON.createObjectNode().put("code", error.code().name()).put("message", error.getMessage());
    ArrayNode details = body.putArray("details");
    error
        .problems()
        .forEach(
            problem ->
                details
                    .addObject()
                    .put("field", problem.field())
                    .put("column", problem.column())
                    .put("description", problem.description()));
    return body;
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    if (cause instanceof RequestCancellationException) {
      return HttpResponse.ofFailure(cause);
    }
    return respond(cause);
  }

  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    return aggregated(Errors.ofStatus(status.code(), description));
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      ServiceRequestContext ctx,
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    if (status.isContentAlwaysEmpty() || status.code() < 400) {
      return null;
    }
    if (isGrpc(headers)) {
      return AggregatedHttpResponse.of(unimplemented());
    }
    DarkroomException error =
        cause == null ? Errors.ofStatus(status.code(), description) : Errors.coded(cause);
    return aggregated(error);
  }

  private static boolean isGrpc(RequestHeaders headers) {
    return headers != null
        && headers.contentType() != null
        && headers.contentType().subtype().startsWith("grpc");
  }

  private static ResponseHeaders unimplemented() {
    return ResponseHeaders.of(
        HttpStatus.OK,
        HttpHeaderNames.CONTENT_TYPE,
        "application/grpc",
        "grpc-status",
        UNIMPLEMENTED,
        "grpc-message",
        "path: no such service or method");
  }

  private static AggregatedHttpResponse aggregated(DarkroomException error) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(error.code().httpStatus()).contentType(MediaType.JSON_UTF_8);
    if (error.code() == ErrorCode.UNAVAILABLE || error.code() == ErrorCode.TOO_MANY_REQUESTS) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(body(error).toString()));
  }
}
