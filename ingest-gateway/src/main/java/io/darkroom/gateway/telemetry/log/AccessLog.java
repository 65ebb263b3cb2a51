package io.darkroom.gateway.telemetry.log;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.telemetry.log.CorrelationId;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.topic.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each call that has ended, without its query, which may contain secrets. Health checks and
 * metrics scrapes are logged at level debug. Thread-safe.
 */
public final class AccessLog implements AccessLogWriter {

  private static final Logger log = LoggerFactory.getLogger("io.darkroom.gateway.access");
  private static final Set<String> PROBES =
      Set.of("/livez", "/readyz", "/startupz", "/healthz", "/metrics");

  @Override
  public void log(RequestLog call) {
    ServiceRequestContext ctx = (ServiceRequestContext) call.context();
    Level level = PROBES.contains(ctx.path()) ? Level.DEBUG : Level.INFO;
    LoggingEventBuilder line = log.atLevel(level);
    for (Map.Entry<String, Object> field : fields(call, ctx).entrySet()) {
      line = line.addKeyValue(field.getKey(), field.getValue());
    }
    line.log("{} {} {}", ctx.method(), ctx.path(), call.responseHeaders().status().code());
  }

  private static Map<String, Object> fields(RequestLog call, ServiceRequestContext ctx) {
    RequestHeaders headers = ctx.request().headers();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", ctx.method().name());
    fields.put("path", ctx.path());
    fields.put("call", CallOutcome.of(call).handler());
    fields.put("status", call.responseHeaders().status().code());
    fields.put("bytes_in", call.requestLength());
    fields.put("bytes_out", call.responseLength());
    fields.put("micros", TimeUnit.NANOSECONDS.toMicros(call.totalDurationNanos()));
    fields.put("client", ctx.clientAddress().getHostAddress());
    fields.put("user_agent", headers.get(HttpHeaderNames.USER_AGENT, ""));
    fields.put(CorrelationId.FIELD, correlationId(headers));
    fields.putAll(PathNames.of(ctx.path()));
    Traceparent.parse(headers.get(Topics.TRACEPARENT, ""))
        .ifPresent(
            span -> {
              fields.put("trace_id", span.traceId());
              fields.put("span_id", span.spanId());
            });
    return fields;
  }

  /** Empty if the call was refused before its id was checked, and the id is invalid. */
  private static String correlationId(RequestHeaders headers) {
    String id = headers.get(CorrelationId.HEADER, "");
    return CorrelationId.valid(id) ? id : "";
  }
}
