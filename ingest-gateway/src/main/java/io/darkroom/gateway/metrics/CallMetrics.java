package io.darkroom.gateway.metrics;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.gateway.call.CallOutcome;
import io.darkroom.topic.Topics;
import java.time.Duration;

/**
 * Times each call that has ended and counts it where it failed, under the name of what answered it.
 * WebSockets are no calls. Thread-safe.
 */
public record CallMetrics(GatewayMetrics metrics) implements AccessLogWriter {

  @Override
  public void log(RequestLog call) {
    HttpStatus status = call.responseHeaders().status();
    HttpMethod method = call.context().method();
    if (status.equals(HttpStatus.SWITCHING_PROTOCOLS) || method == HttpMethod.CONNECT) {
      return;
    }
    CallOutcome outcome = CallOutcome.of(call);
    Duration took = Duration.ofNanos(call.totalDurationNanos());
    metrics.within(
        call.requestHeaders().get(Topics.TRACEPARENT, ""),
        () -> metrics.answered(outcome.handler(), method.name(), status.code(), took));
    if (outcome.failed()) {
      metrics.failed(outcome.code().name(), outcome.handler());
    }
  }
}
