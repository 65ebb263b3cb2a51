package io.darkroom.gateway.error;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
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
import io.darkroom.gateway.call.CallOutcome;
import java.util.concurrent.CompletableFuture;

/** Errors as HTTP answers: the code's status and a JSON body, also for what the server refuses. */
public final class HttpErrors implements ServerErrorHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RETRY_AFTER_SECONDS = 1;

  public static HttpResponse respond(Throwable failure) {
    return aggregated(Errors.coded(failure)).toHttpResponse();
  }

  /** The answer to a call, whose outcome it is. */
  public static HttpResponse respond(ServiceRequestContext ctx, Throwable failure) {
    DarkroomException error = Errors.coded(failure);
    CallOutcome.note(ctx, error.code());
    return respond(error);
  }

  /** In the caller's own protocol; the status is for those that have one. */
  public static HttpResponse respond(
      RequestHeaders headers, DarkroomException error, HttpStatus status) {
    return aggregated(headers, error, status).toHttpResponse();
  }

  /** An answer that is an error where the future fails. */
  public static HttpResponse respond(
      ServiceRequestContext ctx, CompletableFuture<HttpResponse> answer) {
    return HttpResponse.of(answer.exceptionally(failure -> respond(ctx, failure)));
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
    DarkroomException error = GrpcErrors.of(ctx, cause).orElseGet(() -> Errors.coded(cause));
    HttpStatus status = HttpStatus.valueOf(error.code().httpStatus());
    CallOutcome.note(ctx, error.code());
    return respond(ctx.request().headers(), error, status);
  }

  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    return aggregated(headers, Errors.ofStatus(status.code(), description), status);
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
    DarkroomException error = ofStatus(headers, status, description, cause);
    if (ctx != null) {
      CallOutcome.note(ctx, error.code());
    }
    return aggregated(headers, error, status);
  }

  private static DarkroomException ofStatus(
      RequestHeaders headers, HttpStatus status, String description, Throwable cause) {
    if (cause != null) {
      return Errors.coded(cause);
    }
    DarkroomException error = Errors.ofStatus(status.code(), description);
    boolean nothingThere =
        status == HttpStatus.NOT_FOUND || status == HttpStatus.METHOD_NOT_ALLOWED;
    return nothingThere && headers != null && Protocol.of(headers) != Protocol.HTTP
        ? new DarkroomException(ErrorCode.UNIMPLEMENTED, error.getMessage())
        : error;
  }

  /** In the caller's own protocol. */
  private static AggregatedHttpResponse aggregated(
      RequestHeaders headers, DarkroomException error, HttpStatus status) {
    Protocol protocol = headers == null ? Protocol.HTTP : Protocol.of(headers);
    return switch (protocol) {
      case GRPC -> GrpcErrors.trailersOnly(error, headers.contentType());
      case CONNECT -> ConnectError.of(error).toResponse(status.code(), HttpHeaders.of());
      case HTTP -> aggregated(error);
    };
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
