package io.darkroom.gateway.telemetry.metrics;

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
              + " websocket, source or request.",
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
          "Frames dropped on the way; code: of the reason `rejected` alone, else empty.",
          "reason",
          "code",
          "stream");
  public static final Metric REJECTS =
      counter("darkroom_gateway_rejects_total", "Frames that the job refused.", "code");
  public static final Metric UNREADABLE_RECORDS =
      counter(
          "darkroom_gateway_unreadable_records_total",
          "Records of a topic that could not be read.",
          "topic");
  public static final Metric MISSED_RECORDS =
      counter(
          "darkroom_gateway_missed_records_total",
          "Records of a topic that retention deleted before this gateway read them.",
          "topic");
  public static final Metric FOLLOWER_RESTARTS =
      counter(
          "darkroom_gateway_follower_restarts_total",
          "How often the follower of a topic began again after a failure.",
          "topic");
  public static final Metric END_TO_END_LATENCY =
      histogram(
          "darkroom_gateway_end_to_end_latency_seconds",
          "From the broker's append of a frame to its result being handed to a subscriber.",
          "stream");
  public static final Metric DELIVERY_LATENCY =
      histogram(
          "darkroom_gateway_delivery_latency_seconds",
          "From a frame's coming from Kafka to its being handed to a subscriber.",
          "kind");
  public static final Metric PROCESSING_DURATION =
      histogram(
          "darkroom_gateway_processing_duration_seconds",
          "Requests to the job, from the call to its answer or failure.");
  public static final Metric PUBLISH_DURATION =
      histogram(
          "darkroom_gateway_publish_duration_seconds",
          "From a frame's being handed to the producer to Kafka's acknowledgement.");
  public static final Metric SUBSCRIBERS =
      gauge("darkroom_gateway_subscribers", "Who watches, by any protocol.", "kind");
  public static final Metric SUBSCRIBER_QUEUE =
      gauge("darkroom_gateway_subscriber_queue_frames", "Frames that wait for them.", "kind");
  public static final Metric SLOW_SUBSCRIBERS =
      gauge(
          "darkroom_gateway_slow_subscribers",
          "Those that a frame was given up for in the last 10 s.",
          "kind");
  public static final Metric CONNECTIONS =
      gauge("darkroom_gateway_connections", "Open connections of callers.");
  public static final Metric PENDING_REQUESTS =
      gauge("darkroom_gateway_pending_requests", "Requests that wait for the job's answer.");
  public static final Metric PENDING_REQUESTS_LIMIT =
      gauge("darkroom_gateway_pending_requests_limit", "The most of them.");
  public static final Metric REQUESTS_UNDER_WAY =
      gauge("darkroom_gateway_requests_under_way", "Requests in Kafka or with the job.");
  public static final Metric REQUESTS_WAITING_BYTES =
      gauge(
          "darkroom_gateway_requests_waiting_bytes",
          "Bytes of pictures of requests that wait in the gateway for their turn.");
  public static final Metric REQUESTS_WAITING_LIMIT =
      gauge(
          "darkroom_gateway_requests_waiting_limit_bytes",
          "The most of these bytes; more are refused (--max-pending-request-bytes).");
  public static final Metric SOURCES =
      gauge("darkroom_gateway_sources", "Sources by their state.", "state");
  public static final Metric SOURCE_RECONNECTS =
      counter(
          "darkroom_gateway_source_reconnects_total",
          "How often a source was opened again after it broke.",
          "source");
  public static final Metric STREAMS =
      gauge(
          "darkroom_gateway_streams", "Streams seen since the start; state: live, idle.", "state");
  public static final Metric STREAM_IDLE_SECONDS =
      gauge("darkroom_gateway_stream_idle_seconds", "Since a stream's last frame.", "stream");
  public static final Metric PIPELINE_REVISION =
      gauge("darkroom_gateway_pipeline_revision", "The newest of a pipeline.", "pipeline");
  public static final Metric FOLLOWER_LAG =
      gauge("darkroom_gateway_follower_lag_records", "Records not read yet.", "topic");
  public static final Metric PUBLISH_WAITING =
      gauge("darkroom_gateway_publish_waiting_bytes", "Images that wait for Kafka.");
  public static final Metric PUBLISH_WAITING_LIMIT =
      gauge("darkroom_gateway_publish_waiting_limit_bytes", "The most of them.");
  public static final Metric KAFKA_DISK_USABLE =
      gauge("darkroom_gateway_kafka_disk_usable_bytes", "Of a broker's fullest disk.", "broker");
  public static final Metric KAFKA_DISK_TOTAL =
      gauge("darkroom_gateway_kafka_disk_total_bytes", "Size of that disk.", "broker");
  public static final Metric CERTIFICATE_EXPIRY =
      gauge(
          "darkroom_gateway_certificate_expiry_timestamp_seconds",
          "When a certificate of this file ends, the first that does; NaN: not readable.",
          "file");
  public static final Metric PIPELINES =
      gauge("darkroom_gateway_pipelines", "Pipelines that are defined.");
  public static final Metric STREAM_LABELS =
      gauge(
          "darkroom_gateway_stream_labels",
          "Streams with series of their own; the others share `_other`.");
  public static final Metric STREAM_LABEL_LIMIT =
      gauge(
          "darkroom_gateway_stream_label_limit", "The most streams that get series of their own.");
  public static final Metric KAFKA_UP =
      gauge("darkroom_gateway_kafka_up", "1 while Kafka answers, else 0.");
  public static final Metric TOPICS_UP =
      gauge("darkroom_gateway_topics_up", "1 while all topics are there, else 0.");
  public static final Metric KAFKA_PROBE_DURATION =
      gauge("darkroom_gateway_kafka_probe_duration_seconds", "What the last look at Kafka took.");
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

  public static final Metric LIMIT =
      gauge(
          "darkroom_gateway_limit",
          "The most of something; what: pipelines, pipelines_per_stream, sources, sessions,"
              + " watchers, publishers, calls, connections.",
          "what");
  public static final Metric IN_USE =
      gauge(
          "darkroom_gateway_in_use",
          "How much of a limit is used; pipelines_per_stream: by the stream with the most.",
          "what");
  public static final Metric BODY_BYTES =
      gauge("darkroom_gateway_body_bytes", "Bodies and messages that are being received.");
  public static final Metric BODY_LIMIT_BYTES =
      gauge("darkroom_gateway_body_limit_bytes", "The most of them (--max-body-bytes-in-flight).");
  public static final Metric REFUSED =
      counter(
          "darkroom_gateway_refused_total",
          "Refused for want of room; body_bytes: a body or message;"
              + " body_time: a message that was not whole in time;"
              + " pipelined_calls: an HTTP/1 connection closed as its client asks without reading.",
          "what");
  public static final Metric WEBSOCKETS_CLOSED =
      counter(
          "darkroom_gateway_websockets_closed_total",
          "Closed by the gateway; reason: not_reading (the peer takes nothing).",
          "reason");

  public static final Metric TRACES =
      counter(
          "darkroom_gateway_traces_total",
          "Traces that are kept; decision: parent (the caller's is), asked, stream (by the stream's"
              + " ratio), budget, error, fallback, slow, job (the job found it worth keeping).",
          "decision");
  public static final Metric TRACE_RATIO =
      gauge(
          "darkroom_gateway_trace_ratio",
          "The part of traces that the budget has room for at present; 0 where tracing is off.");
  public static final Metric TRACE_BUDGET =
      gauge(
          "darkroom_gateway_trace_budget",
          "Traces drawn a second, at most, beside those that are kept for a reason.");
  public static final Metric LOG_LINES =
      counter("darkroom_gateway_log_lines_total", "Lines that the process has logged.", "level");
  public static final Metric LOG_LINES_SUPPRESSED =
      counter(
          "darkroom_gateway_log_lines_suppressed_total",
          "Lines left out because too many were alike.");

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
          MISSED_RECORDS,
          FOLLOWER_RESTARTS,
          END_TO_END_LATENCY,
          DELIVERY_LATENCY,
          PROCESSING_DURATION,
          PUBLISH_DURATION,
          CallSeries.REQUEST_DURATION,
          CallSeries.REQUEST_ERRORS,
          CallSeries.STREAMING_CALLS,
          CallSeries.STREAMING_CALLS_ENDED,
          CallSeries.STREAMING_MESSAGES_RECEIVED,
          CallSeries.STREAMING_MESSAGES_SENT,
          SUBSCRIBERS,
          SUBSCRIBER_QUEUE,
          SLOW_SUBSCRIBERS,
          CONNECTIONS,
          PENDING_REQUESTS,
          PENDING_REQUESTS_LIMIT,
          REQUESTS_UNDER_WAY,
          REQUESTS_WAITING_BYTES,
          REQUESTS_WAITING_LIMIT,
          SOURCES,
          SOURCE_RECONNECTS,
          STREAMS,
          STREAM_IDLE_SECONDS,
          PIPELINE_REVISION,
          FOLLOWER_LAG,
          PUBLISH_WAITING,
          PUBLISH_WAITING_LIMIT,
          KAFKA_DISK_USABLE,
          KAFKA_DISK_TOTAL,
          LibrarySeries.LIBRARY_USABLE,
          LibrarySeries.UNFINISHED_UPLOADS,
          LibrarySeries.UNFINISHED_UPLOADS_LIMIT,
          LibrarySeries.UNFINISHED_UPLOAD_BYTES,
          LibrarySeries.UNFINISHED_UPLOAD_BYTES_LIMIT,
          LibrarySeries.UPLOADS_EVICTED,
          CERTIFICATE_EXPIRY,
          PIPELINES,
          STREAM_LABELS,
          STREAM_LABEL_LIMIT,
          KAFKA_UP,
          TOPICS_UP,
          KAFKA_PROBE_DURATION,
          JOB_UP,
          CATALOG_AGE_SECONDS,
          CHECKPOINT_AGE_SECONDS,
          LIMIT,
          IN_USE,
          BODY_BYTES,
          BODY_LIMIT_BYTES,
          REFUSED,
          WEBSOCKETS_CLOSED,
          TRACES,
          TRACE_RATIO,
          TRACE_BUDGET,
          LOG_LINES,
          LOG_LINES_SUPPRESSED,
          RetentionSeries.RETENTION,
          RetentionSeries.RETENTION_LEFT,
          RetentionSeries.LAG_RECORDS,
          RetentionSeries.LAG_SECONDS,
          RetentionSeries.LOST);

  private GatewaySeries() {}
}
