package io.darkroom.gateway.error;

import com.linecorp.armeria.common.RequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * Adds the standard error details to a status with which a service, or gRPC itself, ends a call.
 * Keeps its code and message.
 */
final class StatusReasons<I, O> extends SimpleForwardingServerCall<I, O> {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final RequestContext context;

  StatusReasons(ServerCall<I, O> call, RequestContext context) {
    super(call);
    this.context = context;
  }

  /** Skips a status with a cause, to which the exception handler adds details. */
  @Override
  public void close(Status status, Metadata trailers) {
    if (!status.isOk() && status.getCause() == null) {
      add(context, status, trailers);
    }
    super.close(status, trailers);
  }

  /** Keeps existing details. */
  static void add(RequestContext call, Status status, Metadata trailers) {
    if (trailers.containsKey(DETAILS)) {
      return;
    }
    String message = status.getDescription() == null ? "" : status.getDescription();
    Fault fault = Fault.of(call, new DarkroomException(codeOf(status), message));
    com.google.rpc.Status details = ErrorDetails.of(fault);
    GrpcErrors.add(details.toBuilder().setCode(status.getCode().value()).build(), trailers);
  }

  private static ErrorCode codeOf(Status status) {
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> ErrorCode.INVALID_ARGUMENT;
      case UNAUTHENTICATED, PERMISSION_DENIED -> ErrorCode.FORBIDDEN;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS -> ErrorCode.ALREADY_EXISTS;
      case ABORTED -> ErrorCode.CONFLICT;
      case RESOURCE_EXHAUSTED -> ErrorCode.TOO_MANY_REQUESTS;
      case UNIMPLEMENTED -> ErrorCode.UNIMPLEMENTED;
      case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
      case DEADLINE_EXCEEDED, CANCELLED -> ErrorCode.TIMEOUT;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> ErrorCode.INTERNAL;
    };
  }
}
