package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;

/** The metrics of how long frames are kept for the job. Every gateway shows the same of them. */
public final class RetentionSeries {

  public static final Metric RETENTION =
      gauge(
          "darkroom_gateway_frames_retention_seconds",
          "For how long a new frame of the partition is kept, by age and size at the present rate.",
          "partition");
  public static final Metric RETENTION_LEFT =
      gauge(
          "darkroom_gateway_frames_retention_left_seconds",
          "Until the oldest frame that the job has not read is deleted, at the present rate.",
          "partition");
  public static final Metric LAG_RECORDS =
      gauge(
          "darkroom_gateway_job_lag_records",
          "Frames after the job's last committed position; a checkpoint's interval is normal.",
          "partition");
  public static final Metric LAG_SECONDS =
      gauge(
          "darkroom_gateway_job_lag_seconds",
          "Age of the oldest frame that the job has not read; 0 where there is none.",
          "partition");
  public static final Metric LOST =
      counter(
          "darkroom_gateway_frames_lost_total",
          "Frames that were deleted before the job read them, seen while it was away.",
          "partition");

  private RetentionSeries() {}
}
