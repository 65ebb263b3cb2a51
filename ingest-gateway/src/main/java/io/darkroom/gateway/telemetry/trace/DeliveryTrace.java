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

/** The spans of one result on its way to its subscribers, the first of them. Thread-safe. */
public final class DeliveryTrace {

  /** Of what is not traced. */
  public static final DeliveryTrace NONE =
      new DeliveryTrace(null, TraceContext.NONE, new Of("", 0, "", 0), "", 0, 0, Instant.EPOCH);

  private static final int MOST_SENDS = 8;

  /**
   * What is delivered.
   *
   * @param sourceMillis when the broker appended the frame as it came in, in ms since 1970
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

  /** Of what came from the job; empty where there is none. */
  public String traceparent() {
    return came.traceparent();
  }

  /** It is being sent from now on; the future completes when the transport has taken it. */
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
    Span send = tell(traces.sending(receive(start), transport, start)).startSpan();
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
      receive = tell(traces.receiving(came, topic, partition, offset, arrivedAt)).startSpan();
      receive.end(handedOn);
    }
    return receive;
  }

  private SpanBuilder tell(SpanBuilder span) {
    return span.setAttribute(TraceAttributes.STREAM, of.streamId())
        .setAttribute(TraceAttributes.SEQUENCE, of.sequence())
        .setAttribute(TraceAttributes.PIPELINE, of.pipelineId());
  }
}
