package io.darkroom.gateway.audit;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.telemetry.log.CorrelationId;
import io.darkroom.v1.AuditEvent;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records events as log lines and on the topic {@code audit}. All changes are recorded; refusals
 * only up to a rate, so that a flood of calls does not become a flood of records. Thread-safe;
 * never blocks.
 */
public final class AuditTrail {

  private static final Logger log = LoggerFactory.getLogger("io.darkroom.gateway.audit");
  private static final int REFUSALS_PER_SECOND = 20;
  private static final int BURST = 200;
  private static final int MOST_CHARACTERS = 64 << 10;

  private final BiFunction<String, byte[], CompletableFuture<?>> topic;
  private final GatewayMetrics metrics;
  private final Bucket refusals =
      Bucket.builder()
          .addLimit(
              limit ->
                  limit.capacity(BURST).refillGreedy(REFUSALS_PER_SECOND, Duration.ofSeconds(1)))
          .build();

  /**
   * @param topic writes a record of the topic, by its key and value
   */
  public AuditTrail(
      BiFunction<String, byte[], CompletableFuture<?>> topic, GatewayMetrics metrics) {
    this.topic = topic;
    this.metrics = metrics;
  }

  /** Records a change of control state. */
  public void changed(ServiceRequestContext call, String action, AuditedResource resource) {
    record(
        event(call, action)
            .setOutcome("changed")
            .setResourceType(resource.type())
            .setResourceId(resource.id())
            .setBefore(bounded(resource.before()))
            .setAfter(bounded(resource.after()))
            .build());
  }

  /** Records a call that was refused because of its caller. */
  public void refused(ServiceRequestContext call, String action, ErrorCode code) {
    if (refusals.tryConsume(1)) {
      record(event(call, action).setOutcome("refused").setCode(code.name()).build());
    } else {
      metrics.auditSkipped();
    }
  }

  private static AuditEvent.Builder event(ServiceRequestContext call, String action) {
    Caller caller = Caller.of(call);
    return AuditEvent.newBuilder()
        .setTime(WireTime.of(Instant.now()))
        .setAction(action)
        .setCallerKind(caller.kind())
        .setCallerName(caller.name())
        .setClientAddress(call.clientAddress().getHostAddress())
        .setCorrelationId(call.request().headers().get(CorrelationId.HEADER, ""));
  }

  private void record(AuditEvent event) {
    Level level = event.getOutcome().equals("refused") ? Level.WARN : Level.INFO;
    log.atLevel(level)
        .addKeyValue("outcome", event.getOutcome())
        .addKeyValue("action", event.getAction())
        .addKeyValue("caller_kind", event.getCallerKind())
        .addKeyValue("caller_name", event.getCallerName())
        .addKeyValue("client", event.getClientAddress())
        .addKeyValue("resource_type", event.getResourceType())
        .addKeyValue("resource_id", event.getResourceId())
        .addKeyValue("before", event.getBefore())
        .addKeyValue("after", event.getAfter())
        .addKeyValue("code", event.getCode())
        .addKeyValue(CorrelationId.FIELD, event.getCorrelationId())
        .log("{} {} by {}", event.getOutcome(), event.getAction(), event.getCallerName());
    topic
        .apply(event.getCallerName(), event.toByteArray())
        .exceptionally(
            failure -> {
              log.error("audit: event not written: {}", failure.getMessage());
              return null;
            });
  }

  private static String bounded(String json) {
    return json.length() <= MOST_CHARACTERS ? json : json.substring(0, MOST_CHARACTERS);
  }
}
