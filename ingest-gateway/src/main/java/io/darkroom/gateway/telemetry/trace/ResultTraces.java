package io.darkroom.gateway.telemetry.trace;

import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.Slowest;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Spans of results from the job. Keeps the traces that the job keeps. Spans are created afterwards,
 * and only for traces that are kept. Thread-safe.
 */
public final class ResultTraces {

  private final Tracing tracing;
  private final Slowest slowest = new Slowest();

  public ResultTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  Tracing tracing() {
    return tracing;
  }

  /** Latency of all deliveries, from the broker's append of the source frame. */
  Slowest slowest() {
    return slowest;
  }

  /** A result for watchers, if any. */
  public DeliveryTrace delivery(
      ConsumerRecord<byte[], byte[]> message, TraceContext came, DeliveryTrace.Of of) {
    if (!tracing.enabled()) {
      return DeliveryTrace.NONE;
    }
    keep(came);
    return new DeliveryTrace(
        this, came, of, message.topic(), message.partition(), message.offset(), Instant.now());
  }

  /** The answer to a request. */
  public void answered(
      ConsumerRecord<byte[], byte[]> message, TraceContext came, Instant arrivedAt) {
    if (keep(came)) {
      receiving(came, message.topic(), message.partition(), message.offset(), arrivedAt)
          .startSpan()
          .end();
    }
  }

  public void rejected(ConsumerRecord<byte[], byte[]> message, TraceContext came, Reject reject) {
    if (keep(came)) {
      receiving(came, message.topic(), message.partition(), message.offset(), Instant.now())
          .setAttribute(TraceAttributes.STREAM, reject.streamId())
          .setAttribute(TraceAttributes.ERROR_TYPE, reject.code().name())
          .startSpan()
          .setStatus(StatusCode.ERROR, reject.message())
          .end();
    }
  }

  /** Keeps a trace that the job keeps. */
  public void keep(String traceId) {
    if (tracing.enabled()) {
      tracing.keep(traceId, Decision.JOB);
    }
  }

  /** Whether the trace is kept. */
  private boolean keep(TraceContext came) {
    if (!tracing.enabled()) {
      return false;
    }
    return Traceparent.parse(came.traceparent())
        .filter(Traceparent::sampled)
        .map(
            parent -> {
              tracing.keep(parent.traceId(), Decision.JOB);
              return true;
            })
        .orElse(false);
  }

  SpanBuilder receiving(
      TraceContext came, String topic, int partition, long offset, Instant arrivedAt) {
    Context parent = tracing.context(came);
    SpanBuilder span =
        tracing
            .tracer()
            .spanBuilder("receive " + topic)
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(Tracing.wanted(parent, Decision.JOB))
            .setStartTimestamp(arrivedAt)
            .setAttribute(TraceAttributes.PARTITION, Integer.toString(partition))
            .setAttribute(TraceAttributes.OFFSET, offset);
    TraceAttributes.addKafka(span, "receive", topic);
    TraceAttributes.add(span, Baggage.fromContext(parent));
    return span;
  }

  SpanBuilder sending(Span receive, String transport, Instant start) {
    return tracing
        .tracer()
        .spanBuilder(transport + " send")
        .setSpanKind(SpanKind.PRODUCER)
        .setParent(Context.root().with(receive))
        .setStartTimestamp(start);
  }
}
