package io.darkroom.gateway.telemetry.trace;

import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;

/** The caller's W3C trace context, which goes on with the frame. */
public final class TraceHeaders {

  private TraceHeaders() {}

  public static TraceContext of(RequestHeaders headers) {
    return new TraceContext(
        headers.get(Topics.TRACEPARENT, ""),
        headers.get(Topics.TRACESTATE, ""),
        headers.get(Topics.BAGGAGE, ""));
  }
}
