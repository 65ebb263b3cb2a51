package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;
import static io.darkroom.telemetry.metric.Metric.histogram;

import io.darkroom.telemetry.metric.Metric;

/** The metrics of calls; those that last as long as their caller likes are apart from the rest. */
public final class CallSeries {

  public static final Metric REQUEST_DURATION =
      histogram(
          "darkroom_gateway_request_duration_seconds",
          "Unary calls: one request, one answer. Calls that stream, WebSockets and uploads do not"
              + " count, unless they are refused before they begin.",
          "handler",
          "method",
          "status");
  public static final Metric REQUEST_ERRORS =
      counter(
          "darkroom_gateway_request_errors_total", "Unary calls that failed.", "handler", "code");
  public static final Metric STREAMING_CALLS =
      gauge(
          "darkroom_gateway_streaming_calls",
          "Streaming RPCs, WebSockets and uploads that are open.",
          "handler");
  public static final Metric STREAMING_CALLS_ENDED =
      counter(
          "darkroom_gateway_streaming_calls_ended_total",
          "Streaming RPCs, WebSockets and uploads that have ended.",
          "handler",
          "code");
  public static final Metric STREAMING_MESSAGES_RECEIVED =
      counter(
          "darkroom_gateway_streaming_messages_received_total",
          "Messages that came in by streaming RPCs and WebSockets.",
          "handler");
  public static final Metric STREAMING_MESSAGES_SENT =
      counter(
          "darkroom_gateway_streaming_messages_sent_total",
          "Messages that went out by streaming RPCs and WebSockets.",
          "handler");

  private CallSeries() {}
}
