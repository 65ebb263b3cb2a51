package io.darkroom.gateway.telemetry.metrics;

import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.topic.Topics;
import java.time.Duration;

/**
 * Records the duration of each unary call, and counts it if it failed, by the RPC or path that
 * handled it. Thread-safe.
 */
public record CallMetrics(GatewayMetrics metrics) implements AccessLogWriter {

  @Override
  public void log(RequestLog call) {
    if (StreamingCalls.contains(call.context())) {
      return;
    }
    CallOutcome outcome = CallOutcome.of(call);
    metrics.within(
        call.requestHeaders().get(Topics.TRACEPARENT, ""), () -> observe(call, outcome.handler()));
    outcome
        .error()
        .ifPresent(
            code ->
                metrics
                    .counter(CallSeries.REQUEST_ERRORS, outcome.handler(), code.name())
                    .increment());
  }

  private void observe(RequestLog call, String handler) {
    String method = call.requestHeaders().method().name();
    String status = Integer.toString(call.responseHeaders().status().code());
    metrics
        .timer(CallSeries.REQUEST_DURATION, handler, method, status)
        .record(Duration.ofNanos(call.totalDurationNanos()));
  }
}
