package io.darkroom.gateway.error;

import com.google.rpc.Code;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.ErrorCode;
import io.netty.util.AttributeKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a call of any protocol ended.
 *
 * @param handler the full name of the RPC, or the pattern of the path; never the path itself
 * @param rpc whether the handler is an RPC
 * @param code the gRPC code
 * @param error empty for success, and if the caller left before the answer
 */
public record CallOutcome(String handler, boolean rpc, Code code, Optional<ErrorCode> error) {

  private static final String GRPC_STATUS = "grpc-status";
  private static final String OK = "OK";
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final Pattern PARAMETER = Pattern.compile("/:(\\w+)");

  /** Armeria turns a path that contains a colon into a regular expression. */
  private static final Pattern EXACT = Pattern.compile("^\\^(/[\\w/:]+)\\$$");

  /** The status of a stream that sends it neither in headers nor in trailers. */
  private static final AttributeKey<Code> STATUS = AttributeKey.valueOf("darkroom-call-outcome");

  /** The error code of the answer, since several codes share a status. */
  private static final AttributeKey<ErrorCode> ERROR = AttributeKey.valueOf("darkroom-call-error");

  public boolean failed() {
    return code != Code.OK;
  }

  /** The value of the label {@code code}: the error code, or OK. */
  public String label() {
    return error.map(ErrorCode::name).orElse(OK);
  }

  /** The outcome of a call whose log is complete. */
  public static CallOutcome of(RequestLog call) {
    String service = call.serviceName();
    boolean rpc =
        service != null && (service.startsWith("darkroom.") || service.startsWith("grpc."));
    ServiceRequestContext ctx = (ServiceRequestContext) call.context();
    String handler = rpc ? call.fullName() : pathOf(ctx);
    Code code = code(ctx, call);
    return new CallOutcome(handler, rpc, code, error(ctx, call, code));
  }

  /** The pattern of a call's path as in the API documentation: /v1/streams/{stream_id}. */
  public static String pathOf(ServiceRequestContext ctx) {
    String pattern = ctx.config().route().patternString();
    return EXACT.matcher(PARAMETER.matcher(pattern).replaceAll("/{$1}")).replaceAll("$1");
  }

  /** Records the status of a call that sends it in the last message of its answer. */
  public static void noteStatus(ServiceRequestContext ctx, int grpcCode) {
    ctx.setAttr(STATUS, codeOf(grpcCode));
  }

  /** Records the error code of the answer to a call. */
  public static void note(RequestContext ctx, ErrorCode error) {
    ctx.setAttr(ERROR, error);
  }

  private static Optional<ErrorCode> error(ServiceRequestContext ctx, RequestLog call, Code code) {
    ErrorCode noted = ctx.attr(ERROR);
    // A wait fails with TIMEOUT both if the caller is slow and if it has left.
    if ((noted == null || noted == ErrorCode.TIMEOUT) && callerLeft(ctx, call)) {
      return Optional.empty();
    }
    return noted == null ? errorOf(code) : Optional.of(noted);
  }

  private static boolean callerLeft(ServiceRequestContext ctx, RequestLog call) {
    return Stream.of(ctx.cancellationCause(), call.requestCause(), call.responseCause())
        .anyMatch(
            cause ->
                cause instanceof ClosedStreamException
                    || cause instanceof CancelledSubscriptionException);
  }

  /** The most general error code of a gRPC code, if none was recorded. */
  private static Optional<ErrorCode> errorOf(Code code) {
    return switch (code) {
      case OK, CANCELLED -> Optional.empty();
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
          Optional.of(ErrorCode.INVALID_ARGUMENT);
      case DEADLINE_EXCEEDED -> Optional.of(ErrorCode.TIMEOUT);
      case NOT_FOUND -> Optional.of(ErrorCode.NOT_FOUND);
      case ALREADY_EXISTS -> Optional.of(ErrorCode.ALREADY_EXISTS);
      case UNAUTHENTICATED -> Optional.of(ErrorCode.UNAUTHENTICATED);
      case PERMISSION_DENIED -> Optional.of(ErrorCode.FORBIDDEN);
      case RESOURCE_EXHAUSTED -> Optional.of(ErrorCode.TOO_MANY_REQUESTS);
      case ABORTED -> Optional.of(ErrorCode.CONFLICT);
      case UNIMPLEMENTED -> Optional.of(ErrorCode.UNIMPLEMENTED);
      case UNAVAILABLE -> Optional.of(ErrorCode.UNAVAILABLE);
      case UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> Optional.of(ErrorCode.INTERNAL);
    };
  }

  private static Code code(ServiceRequestContext ctx, RequestLog call) {
    Code noted = ctx.attr(STATUS);
    if (noted != null) {
      return noted;
    }
    String status =
        call.responseTrailers().get(GRPC_STATUS, call.responseHeaders().get(GRPC_STATUS, ""));
    return status.isEmpty()
        ? ofStatus(call.responseHeaders().status().code())
        : codeOf(Integer.parseInt(status));
  }

  private static Code codeOf(int grpcCode) {
    Code code = Code.forNumber(grpcCode);
    return code == null ? Code.UNKNOWN : code;
  }

  private static Code ofStatus(int status) {
    if (status < 400) {
      return Code.OK;
    }
    if (status == CLIENT_CLOSED_REQUEST) {
      return Code.CANCELLED;
    }
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.httpStatus() == status)
        .map(ErrorCode::grpcCode)
        .findFirst()
        .orElse(status < 500 ? Code.INVALID_ARGUMENT : Code.UNKNOWN);
  }
}
