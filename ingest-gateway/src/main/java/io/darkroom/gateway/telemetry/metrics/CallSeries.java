package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;
import static io.darkroom.telemetry.metric.Metric.histogram;

import io.darkroom.telemetry.metric.Metric;

/**
 * Metrics of calls. Streaming calls have their own, since their caller decides how long they last.
 */
public final class CallSeries {

  public static final Metric REQUEST_DURATION =
      histogram(
          "darkroom_gateway_request_duration_seconds",
          "Duration of unary calls. Streaming calls, WebSockets and uploads count only if they are"
              + " refused before they begin.",
          "handler",
          "method",
          "status");
  public static final Metric REQUEST_ERRORS =
      counter(
          "darkroom_gateway_request_errors_total", "Unary calls that failed.", "handler", "code");
  public static final Metric STREAMING_CALLS =
      gauge(
          "darkroom_gateway_streaming_calls",
          "Open streaming RPCs, WebSockets and uploads.",
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
          "Messages received by streaming RPCs and WebSockets.",
          "handler");
  public static final Metric STREAMING_MESSAGES_SENT =
      counter(
          "darkroom_gateway_streaming_messages_sent_total",
          "Messages sent by streaming RPCs and WebSockets.",
          "handler");

  private CallSeries() {}
}
