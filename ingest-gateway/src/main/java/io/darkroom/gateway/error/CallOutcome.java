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
 * What became of a call, whatever its protocol.
 *
 * @param handler what answered it: an RPC in full or the pattern of a path, never the path itself
 * @param rpc whether that is an RPC
 * @param code the canonical one of gRPC
 * @param error ours; empty for success, and where the caller left before an answer
 */
public record CallOutcome(String handler, boolean rpc, Code code, Optional<ErrorCode> error) {

  private static final String GRPC_STATUS = "grpc-status";
  private static final String OK = "OK";
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final Pattern PARAMETER = Pattern.compile("/:(\\w+)");

  /** The server makes an expression of a path that has a colon. */
  private static final Pattern EXACT = Pattern.compile("^\\^(/[\\w/:]+)\\$$");

  /** Of streams whose status is neither in headers nor in trailers. */
  private static final AttributeKey<Code> TOLD = AttributeKey.valueOf("darkroom-call-outcome");

  /** Several of our codes share a status: the code itself is noted where the answer is made. */
  private static final AttributeKey<ErrorCode> NOTED = AttributeKey.valueOf("darkroom-call-error");

  public boolean failed() {
    return code != Code.OK;
  }

  /** What the label {@code code} says: the name of the error's code, or OK. */
  public String label() {
    return error.map(ErrorCode::name).orElse(OK);
  }

  /** Of a call whose log is complete. */
  public static CallOutcome of(RequestLog call) {
    String service = call.serviceName();
    boolean rpc =
        service != null && (service.startsWith("darkroom.") || service.startsWith("grpc."));
    ServiceRequestContext ctx = (ServiceRequestContext) call.context();
    String handler = rpc ? call.fullName() : pathOf(ctx);
    Code code = code(ctx, call);
    return new CallOutcome(handler, rpc, code, error(ctx, call, code));
  }

  /** The pattern of a call's path as the API's documents have it: /v1/streams/{stream_id}. */
  public static String pathOf(ServiceRequestContext ctx) {
    String pattern = ctx.config().route().patternString();
    return EXACT.matcher(PARAMETER.matcher(pattern).replaceAll("/{$1}")).replaceAll("$1");
  }

  /** Notes the status of a call whose answer says it in its last message. */
  public static void tell(ServiceRequestContext ctx, int grpcCode) {
    ctx.setAttr(TOLD, codeOf(grpcCode));
  }

  /** Notes the error that a call is answered with. */
  public static void note(RequestContext ctx, ErrorCode error) {
    ctx.setAttr(NOTED, error);
  }

  private static Optional<ErrorCode> error(ServiceRequestContext ctx, RequestLog call, Code code) {
    ErrorCode noted = ctx.attr(NOTED);
    // Waiting for a caller that left fails as waiting for one that is slow does.
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

  /** The most general of our codes where none was noted. */
  private static Optional<ErrorCode> errorOf(Code code) {
    return switch (code) {
      case OK, CANCELLED -> Optional.empty();
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
          Optional.of(ErrorCode.INVALID_ARGUMENT);
      case DEADLINE_EXCEEDED -> Optional.of(ErrorCode.TIMEOUT);
      case NOT_FOUND -> Optional.of(ErrorCode.NOT_FOUND);
      case ALREADY_EXISTS -> Optional.of(ErrorCode.ALREADY_EXISTS);
      case PERMISSION_DENIED, UNAUTHENTICATED -> Optional.of(ErrorCode.FORBIDDEN);
      case RESOURCE_EXHAUSTED -> Optional.of(ErrorCode.TOO_MANY_REQUESTS);
      case ABORTED -> Optional.of(ErrorCode.CONFLICT);
      case UNIMPLEMENTED -> Optional.of(ErrorCode.UNIMPLEMENTED);
      case UNAVAILABLE -> Optional.of(ErrorCode.UNAVAILABLE);
      case UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> Optional.of(ErrorCode.INTERNAL);
    };
  }

  private static Code code(ServiceRequestContext ctx, RequestLog call) {
    Code told = ctx.attr(TOLD);
    if (told != null) {
      return told;
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
