package io.darkroom.gateway.metrics;

import com.google.rpc.Code;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.error.ErrorCode;
import java.time.Duration;
import java.util.Arrays;

/**
 * Times each call that has ended and counts it where it failed, under the name of what answered it:
 * an RPC or the pattern of a path, never the path itself. WebSockets are no calls. Thread-safe.
 */
public record CallMetrics(GatewayMetrics metrics) implements AccessLogWriter {

  private static final String GRPC_STATUS = "grpc-status";

  @Override
  public void log(RequestLog call) {
    ServiceRequestContext ctx = (ServiceRequestContext) call.context();
    HttpStatus status = call.responseHeaders().status();
    if (status.equals(HttpStatus.SWITCHING_PROTOCOLS) || ctx.method() == HttpMethod.CONNECT) {
      return;
    }
    String handler = handler(ctx, call);
    Duration took = Duration.ofNanos(call.totalDurationNanos());
    metrics.answered(handler, ctx.method().name(), status.code(), took);
    Code code = outcome(call);
    if (code != Code.OK) {
      metrics.failed(code.name(), handler);
    }
  }

  private static String handler(ServiceRequestContext ctx, RequestLog call) {
    String service = call.serviceName();
    boolean rpc =
        service != null && (service.startsWith("darkroom.") || service.startsWith("grpc."));
    return rpc ? call.fullName() : ctx.config().route().patternString();
  }

  private static Code outcome(RequestLog call) {
    String told =
        call.responseTrailers().get(GRPC_STATUS, call.responseHeaders().get(GRPC_STATUS, ""));
    if (!told.isEmpty()) {
      Code code = Code.forNumber(Integer.parseInt(told));
      return code == null ? Code.UNKNOWN : code;
    }
    return ofStatus(call.responseHeaders().status().code());
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
