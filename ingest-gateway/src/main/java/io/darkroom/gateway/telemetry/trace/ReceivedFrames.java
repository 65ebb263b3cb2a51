package io.darkroom.gateway.telemetry.trace;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.darkroom.frame.Frame;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.error.Errors;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * Spans of frames that arrive as messages of a streaming call. Each joins the frame's own trace, or
 * begins one, and is linked to the call. Thread-safe.
 */
public record ReceivedFrames(Tracing tracing) {

  private static final AttributeKey<String> PROTOCOL = stringKey("network.protocol.name");

  /**
   * A frame that is being received.
   *
   * @param frame the frame to publish, with its trace context
   */
  public record Receiving(Tracing tracing, Frame frame, Span span) {

    /** Ends the span: the frame is in Kafka, or it failed. */
    public void end(Object done, Throwable failure) {
      if (!span.getSpanContext().isValid()) {
        return;
      }
      if (failure != null) {
        fail(tracing, span, failure);
      }
      span.end();
    }
  }

  /**
   * Begins a span.
   *
   * @param call trace context of the call
   */
  public Receiving begin(Frame frame, String transport, TraceContext call) {
    if (!tracing.enabled()) {
      return new Receiving(tracing, frame, Span.getInvalid());
    }
    Context parent = tracing.context(frame.trace());
    SpanBuilder builder = builder(transport, parent, call);
    FrameAttributes.add(builder, frame);
    Span span = builder.startSpan();
    tracing.draw(span.getSpanContext(), frame.streamId());
    TraceContext next = tracing.carried(span.getSpanContext(), frame.trace());
    return new Receiving(tracing, frame.withTrace(next), span);
  }

  /** Records a message that was refused. */
  public void refused(String streamId, String transport, TraceContext call, Throwable cause) {
    if (!tracing.enabled()) {
      return;
    }
    Span span =
        builder(transport, Tracing.wanted(Context.root(), Decision.ERROR), call)
            .setAttribute(TraceAttributes.STREAM, streamId)
            .startSpan();
    fail(tracing, span, cause);
    span.end();
  }

  private SpanBuilder builder(String transport, Context parent, TraceContext call) {
    Span ofCall = Span.fromContext(tracing.context(call));
    SpanBuilder span =
        tracing
            .tracer()
            .spanBuilder(transport + " receive")
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setAttribute(PROTOCOL, transport);
    if (ofCall.getSpanContext().isValid()) {
      span.addLink(ofCall.getSpanContext());
    }
    TraceAttributes.add(span, Baggage.fromContext(parent));
    return span;
  }

  private static void fail(Tracing tracing, Span span, Throwable failure) {
    span.setAttribute(TraceAttributes.ERROR_TYPE, Errors.coded(failure).code().name())
        .setStatus(StatusCode.ERROR, Errors.coded(failure).getMessage());
    tracing.keep(span.getSpanContext().getTraceId(), Decision.ERROR);
  }
}
