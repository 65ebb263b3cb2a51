package io.darkroom.telemetry.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds the ended spans of traces that were not sampled at their start, in case the traces are kept
 * later. Time and number of spans are limited. Thread-safe.
 */
final class HeldSpans implements SpanProcessor {

  static final int MOST_SPANS = 16_384;
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Held(long sinceNanos, List<ReadableSpan> spans) {}

  private final SpanProcessor next;
  private final KeptTraces kept;
  private final LongSupplier nanoTime;

  /** By trace id, oldest first. */
  private final Map<String, Held> held = new LinkedHashMap<>();

  private int spans;

  /**
   * @param next exports the spans of kept traces; closed with this processor
   */
  HeldSpans(SpanProcessor next, KeptTraces kept, LongSupplier nanoTime) {
    this.next = next;
    this.kept = kept;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      next.onEnd(span);
    } else if (!hold(span)) {
      next.onEnd(new KeptSpan(span));
    }
  }

  private synchronized boolean hold(ReadableSpan span) {
    String traceId = span.getSpanContext().getTraceId();
    if (kept.contains(traceId)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    dropOld(now);
    held.computeIfAbsent(traceId, id -> new Held(now, new ArrayList<>(4))).spans().add(span);
    spans++;
    return true;
  }

  private void dropOld(long now) {
    for (Iterator<Held> oldest = held.values().iterator(); oldest.hasNext(); ) {
      Held trace = oldest.next();
      if (spans < MOST_SPANS && now - trace.sinceNanos() < LONGEST_NANOS) {
        return;
      }
      spans -= trace.spans().size();
      oldest.remove();
    }
  }

  /** Exports the held spans of a trace that is now kept. */
  void release(String traceId) {
    taken(traceId).forEach(span -> next.onEnd(new KeptSpan(span)));
  }

  private synchronized List<ReadableSpan> taken(String traceId) {
    Held trace = held.remove(traceId);
    if (trace == null) {
      return List.of();
    }
    spans -= trace.spans().size();
    return trace.spans();
  }

  synchronized int size() {
    return spans;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }
}
