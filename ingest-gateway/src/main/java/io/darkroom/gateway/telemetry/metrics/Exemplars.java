package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.trace.Traceparent;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.Optional;

/**
 * The trace that what is observed at present on a thread belongs to, so that histograms can name
 * one for each bucket. Thread-safe.
 */
final class Exemplars implements SpanContext {

  private final ThreadLocal<Traceparent> present = new ThreadLocal<>();

  /** Observes something that belongs to a trace; to none where that is not kept. */
  void within(String traceparent, Runnable observation) {
    Optional<Traceparent> trace = Traceparent.parse(traceparent).filter(Traceparent::sampled);
    if (trace.isEmpty()) {
      observation.run();
      return;
    }
    present.set(trace.get());
    try {
      observation.run();
    } finally {
      present.remove();
    }
  }

  @Override
  public String getCurrentTraceId() {
    Traceparent trace = present.get();
    return trace == null ? null : trace.traceId();
  }

  @Override
  public String getCurrentSpanId() {
    Traceparent trace = present.get();
    return trace == null ? null : trace.spanId();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return present.get() != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
