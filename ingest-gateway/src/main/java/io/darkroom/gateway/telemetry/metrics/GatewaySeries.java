package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;
import static io.darkroom.telemetry.metric.Metric.histogram;

import io.darkroom.telemetry.metric.Metric;
import java.util.List;
import java.util.stream.Stream;

/** The gateway's own metrics, besides those of the JVM and of Armeria. */
public final class GatewaySeries {

  public static final Metric BUILD =
      gauge(
          "darkroom_gateway_build_info",
          "Always 1; the labels are the version and the commit.",
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
      counter(
          "darkroom_gateway_ingested_bytes_total",
          "Bytes of the images of ingested frames.",
          "transport");
  public static final Metric FRAMES_DELIVERED =
      counter(
          "darkroom_gateway_frames_delivered_total",
          "Frames handed to watchers; kind: raw or processed.",
          "kind",
          "stream");
  public static final Metric DELIVERED_BYTES =
      counter(
          "darkroom_gateway_delivered_bytes_total",
          "Bytes of the messages of delivered frames.",
          "kind");
  public static final Metric SKIPPED_BYTES =
      counter(
          "darkroom_gateway_skipped_bytes_total",
          "Bytes of pushed bodies that belong to no frame; reason: framing (boundaries and headers"
              + " of parts), part (a picture that belongs to the one before), other.",
          "reason");
  public static final Metric AUDIT_SKIPPED =
      counter(
          "darkroom_gateway_audit_skipped_total",
          "Refused calls that were not recorded one by one, because there were too many.");
  public static final Metric FRAMES_SCALED =
      counter(
          "darkroom_gateway_frames_scaled_total",
          "Frames scaled down, once for all watchers of the same width.");
  public static final Metric FRAMES_DROPPED =
      counter(
          "darkroom_gateway_frames_dropped_total",
          "Frames dropped; code: the error code if the reason is `rejected`, otherwise empty.",
          "reason",
          "code",
          "stream");
  public static final Metric REJECTS =
      counter("darkroom_gateway_rejects_total", "Frames that the job rejected.", "code");
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
          "Restarts of the reader of a topic after a failure.",
          "topic");
  public static final Metric END_TO_END_LATENCY =
      histogram(
          "darkroom_gateway_end_to_end_latency_seconds",
          "From the broker's append of a frame to the delivery of its result to a watcher.",
          "stream");
  public static final Metric DELIVERY_LATENCY =
      histogram(
          "darkroom_gateway_delivery_latency_seconds",
          "From a frame's arrival from Kafka to its delivery to a watcher.",
          "kind");
  public static final Metric PROCESSING_DURATION =
      histogram(
          "darkroom_gateway_processing_duration_seconds",
          "Requests to the job, from the call to the answer or failure.");
  public static final Metric PUBLISH_DURATION =
      histogram(
          "darkroom_gateway_publish_duration_seconds",
          "From handing a frame to the producer to Kafka's acknowledgement.");
  public static final Metric SUBSCRIBERS =
      gauge("darkroom_gateway_subscribers", "Watchers of frames, by any protocol.", "kind");
  public static final Metric SUBSCRIBER_QUEUE =
      gauge("darkroom_gateway_subscriber_queue_frames", "Frames that wait for watchers.", "kind");
  public static final Metric SLOW_SUBSCRIBERS =
      gauge(
          "darkroom_gateway_slow_subscribers",
          "Watchers that missed a frame in the last 10 s.",
          "kind");
  public static final Metric CONNECTIONS =
      gauge("darkroom_gateway_connections", "Open client connections.");
  public static final Metric PENDING_REQUESTS =
      gauge("darkroom_gateway_pending_requests", "Requests that wait for the job's answer.");
  public static final Metric PENDING_REQUESTS_LIMIT =
      gauge("darkroom_gateway_pending_requests_limit", "Limit of pending requests.");
  public static final Metric REQUESTS_UNDER_WAY =
      gauge("darkroom_gateway_requests_under_way", "Requests in Kafka or in the job.");
  public static final Metric REQUESTS_WAITING_BYTES =
      gauge(
          "darkroom_gateway_requests_waiting_bytes",
          "Bytes of pictures in requests that wait in the gateway for their turn.");
  public static final Metric REQUESTS_WAITING_LIMIT =
      gauge(
          "darkroom_gateway_requests_waiting_limit_bytes",
          "Limit of these bytes (--max-pending-request-bytes).");
  public static final Metric SOURCES =
      gauge("darkroom_gateway_sources", "Sources by state.", "state");
  public static final Metric SOURCE_RECONNECTS =
      counter(
          "darkroom_gateway_source_reconnects_total",
          "Reconnects of a source after a failure.",
          "source");
  public static final Metric SOURCE_LOST_PACKETS =
      counter(
          "darkroom_gateway_source_lost_packets_total",
          "RTP packets of a source that never arrived.",
          "source");
  public static final Metric STREAMS =
      gauge(
          "darkroom_gateway_streams", "Streams seen since the start; state: live, idle.", "state");
  public static final Metric STREAM_IDLE_SECONDS =
      gauge("darkroom_gateway_stream_idle_seconds", "Time since a stream's last frame.", "stream");
  public static final Metric PIPELINE_REVISION =
      gauge("darkroom_gateway_pipeline_revision", "Newest revision of a pipeline.", "pipeline");
  public static final Metric FOLLOWER_LAG =
      gauge("darkroom_gateway_follower_lag_records", "Unread records of a topic.", "topic");
  public static final Metric PUBLISH_WAITING =
      gauge("darkroom_gateway_publish_waiting_bytes", "Bytes of images that wait for Kafka.");
  public static final Metric PUBLISH_WAITING_LIMIT =
      gauge("darkroom_gateway_publish_waiting_limit_bytes", "Limit of these bytes.");
  public static final Metric CERTIFICATE_EXPIRY =
      gauge(
          "darkroom_gateway_certificate_expiry_timestamp_seconds",
          "When the first certificate in this file expires; NaN if the file is not readable.",
          "file");
  public static final Metric PIPELINES =
      gauge("darkroom_gateway_pipelines", "Number of pipelines.");
  public static final Metric STREAM_LABELS =
      gauge(
          "darkroom_gateway_stream_labels",
          "Streams that have their own series; the others share `_other`.");
  public static final Metric STREAM_LABEL_LIMIT =
      gauge("darkroom_gateway_stream_label_limit", "Limit of these streams (--metrics-streams).");
  public static final Metric JOB_UP =
      gauge("darkroom_gateway_job_up", "1 while a job publishes its catalogue, otherwise 0.");
  public static final Metric CATALOG_AGE_SECONDS =
      gauge(
          "darkroom_gateway_catalog_age_seconds",
          "Time since a job last published its catalogue; NaN before the first time.");
  public static final Metric CHECKPOINT_AGE_SECONDS =
      gauge(
          "darkroom_gateway_checkpoint_age_seconds",
          "Time since the job's last checkpoint; NaN before the first.");

  public static final Metric LIMIT =
      gauge(
          "darkroom_gateway_limit",
          "Limit; what: pipelines, pipelines_per_stream, sources, sessions,"
              + " watchers, publishers, calls, connections; of one caller: caller_calls,"
              + " caller_open_calls, caller_frames, caller_bytes.",
          "what");
  public static final Metric IN_USE =
      gauge(
          "darkroom_gateway_in_use",
          "Use of a limit; pipelines_per_stream: of the stream with the most pipelines.",
          "what");
  public static final Metric BODY_BYTES =
      gauge("darkroom_gateway_body_bytes", "Bytes of bodies and messages that are being received.");
  public static final Metric BODY_LIMIT_BYTES =
      gauge(
          "darkroom_gateway_body_limit_bytes",
          "Limit of these bytes (--max-body-bytes-in-flight).");
  public static final Metric REFUSED =
      counter(
          "darkroom_gateway_refused_total",
          "Refused because a limit is reached; body_bytes: a body or message;"
              + " body_time: a message that was not complete in time;"
              + " pipelined_calls: an HTTP/1 connection whose client does not read its answers.",
          "what");
  public static final Metric WEBSOCKETS_CLOSED =
      counter(
          "darkroom_gateway_websockets_closed_total",
          "WebSockets closed by the gateway; reason: not_reading (the peer reads nothing).",
          "reason");

  public static final Metric LOG_LINES =
      counter("darkroom_gateway_log_lines_total", "Lines logged by the process.", "level");
  public static final Metric LOG_LINES_SUPPRESSED =
      counter(
          "darkroom_gateway_log_lines_suppressed_total",
          "Log lines suppressed because too many were alike.");

  private static final List<Metric> OWN =
      List.of(
          BUILD,
          FRAMES_INGESTED,
          INGESTED_BYTES,
          FRAMES_DELIVERED,
          DELIVERED_BYTES,
          SKIPPED_BYTES,
          FRAMES_SCALED,
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
          SOURCE_LOST_PACKETS,
          STREAMS,
          STREAM_IDLE_SECONDS,
          PIPELINE_REVISION,
          FOLLOWER_LAG,
          PUBLISH_WAITING,
          PUBLISH_WAITING_LIMIT,
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
          JOB_UP,
          CATALOG_AGE_SECONDS,
          CHECKPOINT_AGE_SECONDS,
          LIMIT,
          IN_USE,
          BODY_BYTES,
          BODY_LIMIT_BYTES,
          REFUSED,
          WEBSOCKETS_CLOSED,
          TraceSeries.TRACES,
          TraceSeries.RATIO,
          TraceSeries.BUDGET,
          TraceSeries.PAGE_SPANS,
          TraceSeries.PAGE_SPANS_REFUSED,
          AUDIT_SKIPPED,
          LOG_LINES,
          LOG_LINES_SUPPRESSED,
          RetentionSeries.RETENTION,
          RetentionSeries.RETENTION_LEFT,
          RetentionSeries.LAG_RECORDS,
          RetentionSeries.LAG_SECONDS,
          RetentionSeries.LOST);

  public static final List<Metric> ALL =
      Stream.concat(OWN.stream(), KafkaSeries.ALL.stream()).toList();

  private GatewaySeries() {}
}
