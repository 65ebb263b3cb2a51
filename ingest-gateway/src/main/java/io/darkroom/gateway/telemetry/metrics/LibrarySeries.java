package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;

/** The metrics of the disk that holds the videos, and of uploads to it. */
public final class LibrarySeries {

  public static final Metric LIBRARY_USABLE =
      gauge("darkroom_gateway_library_usable_bytes", "Of the disk that holds the videos.");
  public static final Metric UNFINISHED_UPLOADS =
      gauge(
          "darkroom_gateway_unfinished_uploads",
          "Unfinished uploads of which something has arrived.");
  public static final Metric UNFINISHED_UPLOADS_LIMIT =
      gauge("darkroom_gateway_unfinished_uploads_limit", "The most of them.");
  public static final Metric UNFINISHED_UPLOAD_BYTES =
      gauge("darkroom_gateway_unfinished_upload_bytes", "What has arrived of them.");
  public static final Metric UNFINISHED_UPLOAD_BYTES_LIMIT =
      gauge("darkroom_gateway_unfinished_upload_limit_bytes", "The most that may arrive.");
  public static final Metric UPLOADS_EVICTED =
      counter(
          "darkroom_gateway_uploads_evicted_total",
          "Uploads that received nothing and gave way to newer ones.");

  private LibrarySeries() {}
}
