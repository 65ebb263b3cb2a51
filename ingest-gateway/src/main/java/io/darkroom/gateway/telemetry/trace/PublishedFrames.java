package io.darkroom.gateway.telemetry.trace;

import io.darkroom.frame.Frame;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topics;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Spans of publishing frames to Kafka, until the acknowledgement. Thread-safe. */
public record PublishedFrames(Tracing tracing, Topics topics) {

  /**
   * A frame that is being published.
   *
   * @param frame the frame to publish, with the span as its parent
   */
  public record Sending(Tracing tracing, Frame frame, Span span) {

    public void end(RecordMetadata record, Throwable failure) {
      if (!span.getSpanContext().isValid()) {
        return;
      }
      if (failure == null) {
        span.setAttribute(TraceAttributes.PARTITION, Integer.toString(record.partition()))
            .setAttribute(TraceAttributes.OFFSET, record.offset())
            .setAttribute(TraceAttributes.BODY_SIZE, record.serializedValueSize());
      } else {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        tracing.keep(span.getSpanContext().getTraceId(), Decision.ERROR);
      }
      span.end();
    }
  }

  /** Begins a span. */
  public Sending begin(Frame frame, String key) {
    if (!tracing.enabled()) {
      return new Sending(tracing, frame, Span.getInvalid());
    }
    Context parent = tracing.context(frame.trace());
    String topic = frame.request().isPresent() ? topics.requests().name() : topics.frames().name();
    SpanBuilder builder =
        tracing
            .tracer()
            .spanBuilder("send " + topic)
            .setSpanKind(SpanKind.PRODUCER)
            .setParent(parent)
            .setAttribute(TraceAttributes.MESSAGE_KEY, key);
    TraceAttributes.addKafka(builder, "send", topic);
    TraceAttributes.add(builder, Baggage.fromContext(parent));
    FrameAttributes.add(builder, frame);
    Span span = builder.startSpan();
    tracing.draw(span.getSpanContext(), frame.streamId());
    return new Sending(
        tracing, frame.withTrace(tracing.carried(span.getSpanContext(), frame.trace())), span);
  }
}
