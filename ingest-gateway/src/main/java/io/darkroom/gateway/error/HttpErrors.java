package io.darkroom.gateway.error;

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
import io.darkroom.telemetry.log.CorrelationId;
import java.util.concurrent.CompletableFuture;

/** Converts errors to HTTP responses with JSON, including those of Armeria itself. */
public final class HttpErrors implements ServerErrorHandler {

  public static HttpResponse respond(ServiceRequestContext call, Throwable failure) {
    return plain(record(call, failure)).toHttpResponse();
  }

  /** Responds in the caller's protocol. The status applies to HTTP and Connect. */
  public static HttpResponse respond(
      ServiceRequestContext call, DarkroomException error, HttpStatus status) {
    return inProtocol(call.request().headers(), record(call, error), status).toHttpResponse();
  }

  /**
   * Refuses a call before its body is read, in the caller's protocol, with the status of the code.
   */
  public static HttpResponse refuse(ServiceRequestContext call, DarkroomException error) {
    call.request().abort();
    return respond(call, error, HttpStatus.valueOf(error.code().httpStatus()));
  }

  /** Responds with the future's response, or with an error if the future fails. */
  public static HttpResponse respond(
      ServiceRequestContext call, CompletableFuture<HttpResponse> answer) {
    return HttpResponse.of(answer.exceptionally(failure -> respond(call, failure)));
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    if (cause instanceof RequestCancellationException) {
      return HttpResponse.ofFailure(cause);
    }
    DarkroomException error = GrpcErrors.of(ctx, cause).orElseGet(() -> Errors.coded(cause));
    return respond(ctx, error, HttpStatus.valueOf(error.code().httpStatus()));
  }

  /** No decorator has seen this call, so the correlation id is added here. */
  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    Fault fault = Fault.of(headers, Errors.ofStatus(status.code(), description));
    AggregatedHttpResponse answer = inProtocol(headers, fault, status);
    return fault.correlationId().isEmpty()
        ? answer
        : with(answer, CorrelationId.HEADER, fault.correlationId());
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
    RequestHeaders sent = ctx == null ? headers : ctx.request().headers();
    if (cause != null) {
      return inProtocol(sent, record(ctx, Fault.of(sent, Errors.coded(cause))), status);
    }
    if (ctx != null && status == HttpStatus.METHOD_NOT_ALLOWED && Protocol.isHttp(sent)) {
      return methodNotAllowed(ctx, AllowedMethods.of(ctx));
    }
    DarkroomException error = ofStatus(sent, status, description);
    return inProtocol(sent, record(ctx, Fault.of(sent, error)), status);
  }

  private static AggregatedHttpResponse methodNotAllowed(
      ServiceRequestContext ctx, AllowedMethods allowed) {
    AggregatedHttpResponse answer = plain(record(ctx, allowed.refusal()));
    return with(answer, HttpHeaderNames.ALLOW, allowed.header());
  }

  private static Fault record(ServiceRequestContext call, Throwable failure) {
    return record(call, Fault.of(call, failure));
  }

  /** Records the error as the call's outcome, if there is a call. */
  private static Fault record(ServiceRequestContext call, Fault fault) {
    if (call != null) {
      CallOutcome.note(call, fault.code());
    }
    return fault;
  }

  private static DarkroomException ofStatus(
      RequestHeaders headers, HttpStatus status, String description) {
    DarkroomException error = Errors.ofStatus(status.code(), description);
    boolean notFound = status == HttpStatus.NOT_FOUND || status == HttpStatus.METHOD_NOT_ALLOWED;
    return notFound && !Protocol.isHttp(headers)
        ? new DarkroomException(ErrorCode.UNIMPLEMENTED, error.getMessage())
        : error;
  }

  private static AggregatedHttpResponse inProtocol(
      RequestHeaders headers, Fault fault, HttpStatus status) {
    Protocol protocol = headers == null ? Protocol.HTTP : Protocol.of(headers);
    return switch (protocol) {
      case GRPC -> GrpcErrors.trailersOnly(fault, headers.contentType());
      case CONNECT -> ConnectError.of(fault).toResponse(status.code(), HttpHeaders.of());
      case HTTP -> plain(fault);
    };
  }

  private static AggregatedHttpResponse plain(Fault fault) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(fault.code().httpStatus()).contentType(MediaType.JSON_UTF_8);
    if (fault.code().retryable()) {
      headers.setLong(HttpHeaderNames.RETRY_AFTER, fault.code().retryDelay().toSeconds());
    }
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(fault.toJson().toString()));
  }

  private static AggregatedHttpResponse with(
      AggregatedHttpResponse answer, CharSequence header, String value) {
    ResponseHeaders headers = answer.headers().withMutations(all -> all.set(header, value));
    return AggregatedHttpResponse.of(headers, answer.content());
  }
}
