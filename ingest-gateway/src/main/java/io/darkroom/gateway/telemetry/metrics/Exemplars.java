package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.trace.Traceparent;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.Optional;

/**
 * Holds the trace of the observation that a thread is making, so that histograms can store it as an
 * exemplar. Thread-safe.
 */
final class Exemplars implements SpanContext {

  private final ThreadLocal<Traceparent> current = new ThreadLocal<>();

  /** Runs an observation within a trace, or without one if the trace is not sampled. */
  void within(String traceparent, Runnable observation) {
    Optional<Traceparent> trace = Traceparent.parse(traceparent).filter(Traceparent::sampled);
    if (trace.isEmpty()) {
      observation.run();
      return;
    }
    current.set(trace.get());
    try {
      observation.run();
    } finally {
      current.remove();
    }
  }

  @Override
  public String getCurrentTraceId() {
    Traceparent trace = current.get();
    return trace == null ? null : trace.traceId();
  }

  @Override
  public String getCurrentSpanId() {
    Traceparent trace = current.get();
    return trace == null ? null : trace.spanId();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return current.get() != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
