package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;

/** Metrics of the retention of frames and the job's lag; the same at every gateway. */
public final class RetentionSeries {

  public static final Metric RETENTION =
      gauge(
          "darkroom_gateway_frames_retention_seconds",
          "How long a new frame in the partition is kept, by age and size at the present rate.",
          "partition");
  public static final Metric RETENTION_LEFT =
      gauge(
          "darkroom_gateway_frames_retention_left_seconds",
          "Time until the oldest frame that the job has not read is deleted, at the present rate.",
          "partition");
  public static final Metric LAG_RECORDS =
      gauge(
          "darkroom_gateway_job_lag_records",
          "Frames after the job's last committed position; those of one checkpoint interval are"
              + " normal.",
          "partition");
  public static final Metric LAG_SECONDS =
      gauge(
          "darkroom_gateway_job_lag_seconds",
          "Age of the oldest frame that the job has not read; 0 if it has read all.",
          "partition");
  public static final Metric LOST =
      counter(
          "darkroom_gateway_frames_lost_total",
          "Frames deleted before the job read them.",
          "partition");

  private RetentionSeries() {}
}
