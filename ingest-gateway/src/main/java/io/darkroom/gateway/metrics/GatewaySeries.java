package io.darkroom.gateway.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;
import static io.darkroom.telemetry.metric.Metric.histogram;

import io.darkroom.telemetry.metric.Metric;
import java.util.List;

/**
 * Every metric of the gateway that is its own; those of the JVM and the server have their names.
 */
public final class GatewaySeries {

  public static final Metric BUILD =
      gauge(
          "darkroom_gateway_build_info",
          "Always 1; its labels tell the version and the commit.",
          "version",
          "commit");
  public static final Metric FRAMES_INGESTED =
      counter(
          "darkroom_gateway_frames_ingested_total",
          "Frames published through this gateway and acknowledged by Kafka; transport: http, grpc,"
              + " websocket, source or request, whose stream is `request`.",
          "transport",
          "stream");
  public static final Metric INGESTED_BYTES =
      counter("darkroom_gateway_ingested_bytes_total", "Bytes of their images.", "transport");
  public static final Metric FRAMES_DELIVERED =
      counter(
          "darkroom_gateway_frames_delivered_total",
          "Frames handed to subscribers; kind: raw or processed.",
          "kind",
          "stream");
  public static final Metric DELIVERED_BYTES =
      counter("darkroom_gateway_delivered_bytes_total", "Bytes of their messages.", "kind");
  public static final Metric FRAMES_DROPPED =
      counter(
          "darkroom_gateway_frames_dropped_total",
          "Frames given up on the way; reason: slow_subscriber, duplicate, unknown_pipeline, and of"
              + " sources source_overrun, sampled_out, damaged, rejected:CODE.",
          "reason",
          "stream");
  public static final Metric REJECTS =
      counter("darkroom_gateway_rejects_total", "Frames that the job refused.", "code");
  public static final Metric UNREADABLE_RECORDS =
      counter(
          "darkroom_gateway_unreadable_records_total",
          "Records of a topic that could not be read.",
          "topic");
  public static final Metric END_TO_END_SECONDS =
      histogram(
          "darkroom_gateway_end_to_end_seconds",
          "From the broker's append of a frame to its result being handed to a subscriber.",
          "stream");
  public static final Metric DELIVERY_SECONDS =
      histogram(
          "darkroom_gateway_delivery_seconds",
          "From a frame's coming from Kafka to its being handed to a subscriber.",
          "kind");
  public static final Metric PROCESS_SECONDS =
      histogram(
          "darkroom_gateway_process_seconds",
          "Requests to the job, from the call to its answer or failure.");
  public static final Metric WEBSOCKET_CONNECTIONS =
      gauge(
          "darkroom_gateway_websocket_connections",
          "Open now; kind: publish, raw or processed.",
          "kind");
  public static final Metric PIPELINES =
      gauge("darkroom_gateway_pipelines", "Pipelines that are defined.");
  public static final Metric STREAM_LABELS =
      gauge(
          "darkroom_gateway_stream_labels",
          "Streams with series of their own; the others share `other`.");
  public static final Metric STREAM_LABEL_LIMIT =
      gauge(
          "darkroom_gateway_stream_label_limit", "The most streams that get series of their own.");
  public static final Metric KAFKA_UP =
      gauge("darkroom_gateway_kafka_up", "1 while Kafka answers, else 0.");
  public static final Metric TOPICS_UP =
      gauge("darkroom_gateway_topics_up", "1 while all topics are there, else 0.");
  public static final Metric KAFKA_PROBE_SECONDS =
      gauge("darkroom_gateway_kafka_probe_seconds", "What the last look at Kafka took.");
  public static final Metric JOB_UP =
      gauge("darkroom_gateway_job_up", "1 while the job's sign of life is fresh, else 0.");
  public static final Metric CATALOG_AGE_SECONDS =
      gauge(
          "darkroom_gateway_catalog_age_seconds",
          "Since the job's last sign of life; NaN before the first.");
  public static final Metric CHECKPOINT_AGE_SECONDS =
      gauge(
          "darkroom_gateway_checkpoint_age_seconds",
          "Since the job's last checkpoint; NaN before the first.");

  public static final List<Metric> ALL =
      List.of(
          BUILD,
          FRAMES_INGESTED,
          INGESTED_BYTES,
          FRAMES_DELIVERED,
          DELIVERED_BYTES,
          FRAMES_DROPPED,
          REJECTS,
          UNREADABLE_RECORDS,
          END_TO_END_SECONDS,
          DELIVERY_SECONDS,
          PROCESS_SECONDS,
          WEBSOCKET_CONNECTIONS,
          PIPELINES,
          STREAM_LABELS,
          STREAM_LABEL_LIMIT,
          KAFKA_UP,
          TOPICS_UP,
          KAFKA_PROBE_SECONDS,
          JOB_UP,
          CATALOG_AGE_SECONDS,
          CHECKPOINT_AGE_SECONDS);

  private GatewaySeries() {}
}
