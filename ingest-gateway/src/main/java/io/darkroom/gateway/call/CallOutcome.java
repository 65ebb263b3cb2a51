package io.darkroom.gateway.call;

import com.google.rpc.Code;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.ErrorCode;
import io.netty.util.AttributeKey;
import java.util.Arrays;

/**
 * What became of a call, whatever its protocol.
 *
 * @param handler what answered it: an RPC in full or the pattern of a path, never the path itself
 * @param rpc whether that is an RPC
 * @param code the canonical one of gRPC
 */
public record CallOutcome(String handler, boolean rpc, Code code) {

  private static final String GRPC_STATUS = "grpc-status";

  /** Of streams whose status is neither in headers nor in trailers. */
  private static final AttributeKey<Code> TOLD = AttributeKey.valueOf("darkroom-call-outcome");

  public boolean failed() {
    return code != Code.OK;
  }

  /** Of a call whose log is complete. */
  public static CallOutcome of(RequestLog call) {
    String service = call.serviceName();
    boolean rpc =
        service != null && (service.startsWith("darkroom.") || service.startsWith("grpc."));
    ServiceRequestContext ctx = (ServiceRequestContext) call.context();
    String handler = rpc ? call.fullName() : ctx.config().route().patternString();
    return new CallOutcome(handler, rpc, code(ctx, call));
  }

  /** Notes the status of a call whose answer says it in its last message. */
  public static void tell(ServiceRequestContext ctx, int grpcCode) {
    ctx.setAttr(TOLD, codeOf(grpcCode));
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
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.httpStatus() == status)
        .map(ErrorCode::grpcCode)
        .findFirst()
        .orElse(Code.UNKNOWN);
  }
}
