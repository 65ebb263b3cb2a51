package io.darkroom.gateway.audit;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.guard.Guard;
import java.util.EnumSet;
import java.util.Set;

/**
 * Records calls of every protocol that were refused because of their caller, and videos that were
 * uploaded by {@code PUT}, which is no RPC. Thread-safe.
 */
public record AuditedOutcomes(AuditTrail trail) implements AccessLogWriter {

  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN);

  private static final String UPLOADS = "/v1/uploads/";

  @Override
  public void log(RequestLog log) {
    ServiceRequestContext call = (ServiceRequestContext) log.context();
    CallOutcome outcome = CallOutcome.of(log);
    String action = outcome.rpc() ? outcome.handler() : call.method() + " " + outcome.handler();
    outcome
        .error()
        .filter(code -> REFUSALS.contains(code) || Guard.hidSomething(call))
        .ifPresent(code -> trail.refused(call, action, code));
    boolean uploaded =
        call.method() == HttpMethod.PUT
            && call.path().startsWith(UPLOADS)
            && log.responseHeaders().status().code() == 200;
    if (uploaded) {
      String id = call.path().substring(UPLOADS.length());
      trail.changed(call, action, new AuditedResource("video", id, "", ""));
    }
  }
}
