package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;

/** Metrics of the disk that holds the videos, and of uploads. */
public final class LibrarySeries {

  public static final Metric LIBRARY_USABLE =
      gauge(
          "darkroom_gateway_library_usable_bytes", "Free space of the disk that holds the videos.");
  public static final Metric UNFINISHED_UPLOADS =
      gauge("darkroom_gateway_unfinished_uploads", "Unfinished uploads that have sent something.");
  public static final Metric UNFINISHED_UPLOADS_LIMIT =
      gauge("darkroom_gateway_unfinished_uploads_limit", "Limit of unfinished uploads.");
  public static final Metric UNFINISHED_UPLOAD_BYTES =
      gauge("darkroom_gateway_unfinished_upload_bytes", "Received bytes of unfinished uploads.");
  public static final Metric UNFINISHED_UPLOAD_BYTES_LIMIT =
      gauge("darkroom_gateway_unfinished_upload_limit_bytes", "Limit of these bytes.");
  public static final Metric UPLOADS_EVICTED =
      counter(
          "darkroom_gateway_uploads_evicted_total",
          "Idle uploads that were evicted for newer ones.");

  private LibrarySeries() {}
}
