package io.darkroom.gateway.telemetry.trace;

import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Spans of the delivery of one result to its first subscriber. Thread-safe. */
public final class DeliveryTrace {

  /** For results that are not traced. */
  public static final DeliveryTrace NONE =
      new DeliveryTrace(null, TraceContext.NONE, new Of("", 0, "", 0), "", 0, 0, Instant.EPOCH);

  private static final int MOST_SENDS = 8;

  /**
   * The result that is delivered.
   *
   * @param sourceMillis when the broker appended the source frame, in ms since 1970
   */
  public record Of(String streamId, long sequence, String pipelineId, long sourceMillis) {}

  private final ResultTraces traces;
  private final TraceContext came;
  private final Of of;
  private final String topic;
  private final int partition;
  private final long offset;
  private final Instant arrivedAt;
  private final AtomicInteger sends = new AtomicInteger();
  private Span receive;

  DeliveryTrace(
      ResultTraces traces,
      TraceContext came,
      Of of,
      String topic,
      int partition,
      long offset,
      Instant arrivedAt) {
    this.traces = traces;
    this.came = came;
    this.of = of;
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.arrivedAt = arrivedAt;
  }

  /** The trace of the result; empty if it has none. */
  public String traceparent() {
    return came.traceparent();
  }

  /** Begins the span of sending; the future completes when the transport has accepted the frame. */
  public void sending(String transport, CompletableFuture<?> taken) {
    if (traces == null) {
      return;
    }
    Instant start = Instant.now();
    taken.whenComplete((done, failure) -> sent(transport, start, failure));
  }

  private void sent(String transport, Instant start, Throwable failure) {
    Instant end = Instant.now();
    boolean slow = traces.slowest().add(end.toEpochMilli() - of.sourceMillis());
    Traceparent parent = Traceparent.parse(came.traceparent()).orElse(null);
    if (parent == null || !kept(parent, slow) || sends.incrementAndGet() > MOST_SENDS) {
      return;
    }
    Span send = describe(traces.sending(receive(start), transport, start)).startSpan();
    if (failure != null) {
      send.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    }
    send.end(end);
  }

  private boolean kept(Traceparent parent, boolean slow) {
    Tracing tracing = traces.tracing();
    if (parent.sampled() || tracing.keeps(parent.traceId())) {
      return true;
    }
    if (slow) {
      tracing.keep(parent.traceId(), Decision.SLOW);
    }
    return slow;
  }

  private synchronized Span receive(Instant handedOn) {
    if (receive == null) {
      receive = describe(traces.receiving(came, topic, partition, offset, arrivedAt)).startSpan();
      receive.end(handedOn);
    }
    return receive;
  }

  private SpanBuilder describe(SpanBuilder span) {
    return span.setAttribute(TraceAttributes.STREAM, of.streamId())
        .setAttribute(TraceAttributes.SEQUENCE, of.sequence())
        .setAttribute(TraceAttributes.PIPELINE, of.pipelineId());
  }
}
