package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;

import io.darkroom.telemetry.metric.Metric;

/** The metrics of traces. */
public final class TraceSeries {

  public static final Metric TRACES =
      counter(
          "darkroom_gateway_traces_total",
          "Traces kept; decision: parent (the caller keeps its trace), asked (by header), stream"
              + " (by the stream's ratio), budget, error, fallback, slow, job (the job kept it).",
          "decision");
  public static final Metric RATIO =
      gauge(
          "darkroom_gateway_trace_ratio",
          "Ratio of traces that the budget allows at present; 0 if tracing is off.");
  public static final Metric PAGE_SPANS =
      counter("darkroom_gateway_page_spans_total", "Spans exported for web pages.");
  public static final Metric PAGE_SPANS_REFUSED =
      counter(
          "darkroom_gateway_page_spans_refused_total",
          "Spans of web pages that were not exported: too many, or with invalid ids.");
  public static final Metric BUDGET =
      gauge(
          "darkroom_gateway_trace_budget",
          "Limit of traces sampled per second, besides those that are kept for a reason.");

  private TraceSeries() {}
}
