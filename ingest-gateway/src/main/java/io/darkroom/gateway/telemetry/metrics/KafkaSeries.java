package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;
import java.util.List;

/** Metrics of Kafka as the gateway sees it. */
public final class KafkaSeries {

  public static final Metric UP =
      gauge("darkroom_gateway_kafka_up", "1 while Kafka answers, otherwise 0.");
  public static final Metric TOPICS_UP =
      gauge("darkroom_gateway_topics_up", "1 while all topics exist, otherwise 0.");
  public static final Metric PROBE_DURATION =
      gauge(
          "darkroom_gateway_kafka_probe_duration_seconds",
          "Duration of the last health check of Kafka.");
  public static final Metric READ_BYTES =
      counter(
          "darkroom_gateway_kafka_read_bytes_total",
          "Bytes that all consumers of the gateway received from Kafka.");
  public static final Metric DISK_USABLE =
      gauge(
          "darkroom_gateway_kafka_disk_usable_bytes",
          "Free space of the broker's fullest disk.",
          "broker");
  public static final Metric DISK_TOTAL =
      gauge("darkroom_gateway_kafka_disk_total_bytes", "Size of that disk.", "broker");

  static final List<Metric> ALL =
      List.of(UP, TOPICS_UP, PROBE_DURATION, READ_BYTES, DISK_USABLE, DISK_TOTAL);

  private KafkaSeries() {}
}
