package io.darkroom.gateway.telemetry.trace;

import io.darkroom.frame.Frame;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.opentelemetry.api.trace.SpanBuilder;

/** Span attributes of an incoming frame. */
final class FrameAttributes {

  private FrameAttributes() {}

  static void add(SpanBuilder span, Frame frame) {
    span.setAttribute(TraceAttributes.SEQUENCE, frame.sequence())
        .setAttribute(TraceAttributes.BYTES, (long) frame.image().size());
    if (!frame.streamId().isEmpty()) {
      span.setAttribute(TraceAttributes.STREAM, frame.streamId());
    }
    if (frame.width() > 0) {
      span.setAttribute(TraceAttributes.WIDTH, (long) frame.width())
          .setAttribute(TraceAttributes.HEIGHT, (long) frame.height());
    }
  }
}
