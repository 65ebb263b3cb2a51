package io.darkroom.gateway.api;

import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;

/** The caller's W3C trace context, which goes on with the frame. */
final class TraceHeaders {

  private TraceHeaders() {}

  static TraceContext of(RequestHeaders headers) {
    return new TraceContext(
        headers.get(Topics.TRACEPARENT, ""),
        headers.get(Topics.TRACESTATE, ""),
        headers.get(Topics.BAGGAGE, ""));
  }
}
