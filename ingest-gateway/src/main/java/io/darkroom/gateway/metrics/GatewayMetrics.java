package io.darkroom.gateway.metrics;

import com.linecorp.armeria.common.prometheus.PrometheusMeterRegistries;
import io.darkroom.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * Every metric of the gateway. Labels take their values from small fixed sets: what belongs to one
 * stream or pipeline is in its status, not here.
 *
 * <table>
 *   <caption>Metrics, as Prometheus names them</caption>
 *   <tr><td>darkroom_gateway_frames_ingested_total{transport}</td><td>frames published through this
 *       gateway and acknowledged by Kafka; transport: http, websocket, grpc, request,
 *       source</td></tr>
 *   <tr><td>darkroom_gateway_ingested_bytes_total{transport}</td><td>their size, in bytes</td></tr>
 *   <tr><td>darkroom_gateway_frames_delivered_total{kind}</td><td>frames handed to subscribers;
 *       kind: raw, processed</td></tr>
 *   <tr><td>darkroom_gateway_frames_dropped_total{reason}</td><td>frames given up on the way;
 *       reason: slow_subscriber, duplicate, unknown_pipeline, and of sources source_overrun,
 *       sampled_out, damaged, rejected:CODE</td></tr>
 *   <tr><td>darkroom_gateway_rejects_total{code}</td><td>frames that the job refused, by error
 *       code</td></tr>
 *   <tr><td>darkroom_gateway_unreadable_records_total{topic}</td><td>records of a topic that could
 *       not be read</td></tr>
 *   <tr><td>darkroom_gateway_websocket_connections{kind}</td><td>open now; kind: publish, raw,
 *       processed</td></tr>
 *   <tr><td>darkroom_gateway_process_seconds</td><td>histogram of requests to the job, in
 *       seconds</td></tr>
 *   <tr><td>darkroom_gateway_kafka_up</td><td>1 while Kafka answers, else 0</td></tr>
 *   <tr><td>darkroom_gateway_topics_up</td><td>1 while all topics are there, else 0</td></tr>
 *   <tr><td>darkroom_gateway_kafka_probe_seconds</td><td>what the last look at Kafka
 *       took</td></tr>
 *   <tr><td>darkroom_gateway_job_up</td><td>1 while the job's sign of life is fresh, else
 *       0</td></tr>
 *   <tr><td>darkroom_gateway_checkpoint_age_seconds</td><td>since the job's last checkpoint; NaN
 *       before the first</td></tr>
 *   <tr><td>darkroom_gateway_catalog_age_seconds</td><td>since the job's last sign of life; NaN
 *       before the first</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public final class GatewayMetrics {

  public static final String FRAMES_INGESTED = "darkroom.gateway.frames.ingested";
  public static final String INGESTED_BYTES = "darkroom.gateway.ingested.bytes";
  public static final String FRAMES_DELIVERED = "darkroom.gateway.frames.delivered";
  public static final String FRAMES_DROPPED = "darkroom.gateway.frames.dropped";
  public static final String REJECTS = "darkroom.gateway.rejects";
  public static final String UNREADABLE_RECORDS = "darkroom.gateway.unreadable.records";
  public static final String WEBSOCKET_CONNECTIONS = "darkroom.gateway.websocket.connections";
  public static final String PROCESS_SECONDS = "darkroom.gateway.process";
  public static final String KAFKA_UP = "darkroom.gateway.kafka.up";
  public static final String TOPICS_UP = "darkroom.gateway.topics.up";
  public static final String KAFKA_PROBE = "darkroom.gateway.kafka.probe.seconds";
  public static final String JOB_UP = "darkroom.gateway.job.up";
  public static final String CHECKPOINT_AGE = "darkroom.gateway.checkpoint.age.seconds";
  public static final String CATALOG_AGE = "darkroom.gateway.catalog.age.seconds";

  private static final Duration[] PROCESS_BUCKETS =
      Arrays.stream(new long[] {5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000})
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry = PrometheusMeterRegistries.newRegistry();
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final Timer process =
      Timer.builder(PROCESS_SECONDS).serviceLevelObjectives(PROCESS_BUCKETS).register(registry);

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  public void ingested(String transport, long bytes) {
    counter(FRAMES_INGESTED, "transport", transport).increment();
    counter(INGESTED_BYTES, "transport", transport).increment(bytes);
  }

  public void delivered(String kind) {
    counter(FRAMES_DELIVERED, "kind", kind).increment();
  }

  public void dropped(String reason) {
    dropped(reason, 1);
  }

  public void dropped(String reason, long frames) {
    counter(FRAMES_DROPPED, "reason", reason).increment(frames);
  }

  public void rejected(ErrorCode code) {
    counter(REJECTS, "code", code.name()).increment();
  }

  public void unreadable(String topic) {
    counter(UNREADABLE_RECORDS, "topic", topic).increment();
  }

  public void connected(String kind) {
    connectionsOf(kind).incrementAndGet();
  }

  public void disconnected(String kind) {
    connectionsOf(kind).decrementAndGet();
  }

  public void processed(Duration took) {
    process.record(took);
  }

  /** Shows a value that is read when it is asked for. */
  public void observe(String name, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble).strongReference(true).register(registry);
  }

  private Counter counter(String name, String label, String value) {
    return registry.counter(name, label, value);
  }

  private AtomicInteger connectionsOf(String kind) {
    return connections.computeIfAbsent(
        kind,
        k -> {
          AtomicInteger open = new AtomicInteger();
          Gauge.builder(WEBSOCKET_CONNECTIONS, open::get)
              .tag("kind", k)
              .strongReference(true)
              .register(registry);
          return open;
        });
  }
}
