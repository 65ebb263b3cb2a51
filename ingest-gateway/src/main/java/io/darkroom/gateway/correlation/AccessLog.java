package io.darkroom.gateway.correlation;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.darkroom.telemetry.log.CorrelationId;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One record for each call that has ended, without its query, which may hold secrets. What asks
 * after health and metrics is told at the level debug. Thread-safe.
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
    line.addKeyValue("method", ctx.method().name())
        .addKeyValue("path", ctx.path())
        .addKeyValue("call", call.fullName())
        .addKeyValue("status", call.responseHeaders().status().code())
        .addKeyValue("bytes_in", call.requestLength())
        .addKeyValue("bytes_out", call.responseLength())
        .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(call.totalDurationNanos()))
        .addKeyValue("client", ctx.clientAddress().getHostAddress())
        .addKeyValue("user_agent", ctx.request().headers().get(HttpHeaderNames.USER_AGENT, ""))
        .addKeyValue(CorrelationId.FIELD, ctx.request().headers().get(CorrelationId.HEADER, ""))
        .log("{} {} {}", ctx.method(), ctx.path(), call.responseHeaders().status().code());
  }
}
