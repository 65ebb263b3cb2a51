package io.darkroom.gateway.error;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.grpc.protocol.StatusMessageEscaper;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.netty.util.AttributeKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Converts errors to gRPC statuses with details, or to JSON for calls that were transcoded from
 * plain HTTP.
 */
public final class GrpcErrors
    implements GrpcExceptionHandlerFunction, UnframedGrpcErrorHandler, ServerInterceptor {

  private static final String SERVER_CLASSES = "com.linecorp.armeria.";

  /** Carries the error past the transcoder, which sees only the status. */
  private static final AttributeKey<DarkroomException> ERROR =
      AttributeKey.valueOf(GrpcErrors.class, "ERROR");

  @Override
  public Status apply(RequestContext ctx, Status status, Throwable cause, Metadata metadata) {
    boolean ready = cause instanceof StatusRuntimeException || cause instanceof StatusException;
    if (ready && !isOfTransport(status)) {
      StatusReasons.add(ctx, status, metadata);
      return status;
    }
    DarkroomException error = errorOf(ctx, status, cause, ready);
    ctx.setAttr(ERROR, error);
    CallOutcome.note(ctx, error.code());
    return add(ErrorDetails.of(Fault.of(ctx, error)), metadata);
  }

  /** The first error ends the call; after it, Armeria may fail on the rest of the body, too. */
  private static DarkroomException errorOf(
      RequestContext ctx, Status status, Throwable cause, boolean ready) {
    DarkroomException first = ctx.attr(ERROR);
    if (first != null) {
      return first;
    }
    return ready ? ofTransport(status) : Errors.coded(cause);
  }

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    return next.startCall(new StatusReasons<>(call, ServiceRequestContext.current()), headers);
  }

  static Status add(com.google.rpc.Status details, Metadata metadata) {
    StatusRuntimeException detailed = StatusProto.toStatusRuntimeException(details);
    if (detailed.getTrailers() != null) {
      metadata.merge(detailed.getTrailers());
    }
    return detailed.getStatus();
  }

  /** Whether Armeria could not read the message; its description is replaced by ours. */
  private static boolean isOfTransport(Status status) {
    String description = status.getDescription();
    return status.getCause() instanceof InvalidProtocolBufferException
        || (description != null && description.startsWith(SERVER_CLASSES));
  }

  /** The recorded error of a call that gRPC ended with a status only. */
  static Optional<DarkroomException> of(RequestContext ctx, Throwable cause) {
    boolean ended = cause instanceof StatusRuntimeException || cause instanceof StatusException;
    return ended ? Optional.ofNullable(ctx.attr(ERROR)) : Optional.empty();
  }

  private static DarkroomException ofTransport(Status status) {
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      return Errors.ofStatus(413, null);
    }
    Throwable cause = status.getCause();
    return Errors.malformed(cause == null ? "invalid gRPC framing" : cause.getMessage());
  }

  /** A complete gRPC response that consists of an error only. */
  static AggregatedHttpResponse trailersOnly(Fault fault, MediaType type) {
    com.google.rpc.Status status = ErrorDetails.of(fault);
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .setInt(GrpcHeaderNames.GRPC_STATUS, status.getCode())
            .set(GrpcHeaderNames.GRPC_MESSAGE, StatusMessageEscaper.escape(status.getMessage()))
            .set(
                GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN,
                Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()))
            .build());
  }

  @Override
  public HttpResponse handle(
      ServiceRequestContext ctx, Status status, AggregatedHttpResponse response) {
    DarkroomException error = ctx.attr(ERROR);
    return HttpErrors.respond(ctx, error == null ? ofStatus(status) : error);
  }

  private static DarkroomException ofStatus(Status status) {
    String description = decoded(status.getDescription());
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> Errors.malformed(description);
      case UNIMPLEMENTED, NOT_FOUND -> Errors.ofStatus(404, description);
      case RESOURCE_EXHAUSTED -> Errors.ofStatus(413, description);
      case DEADLINE_EXCEEDED, CANCELLED -> Errors.ofStatus(504, description);
      case UNAVAILABLE -> Errors.ofStatus(503, description);
      default -> new DarkroomException(ErrorCode.INTERNAL, "gateway: " + description);
    };
  }

  /** gRPC percent-encodes non-ASCII characters; unlike in forms, a plus sign is literal. */
  static String decoded(String description) {
    if (description == null) {
      return "no description";
    }
    try {
      return URLDecoder.decode(description.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return description;
    }
  }
}
