package io.darkroom.gateway.frames.publish;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.frame.Frame;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.telemetry.log.Correlated;
import io.darkroom.gateway.telemetry.trace.TraceHeaders;

/**
 * Whence frames come that are messages of a long call.
 *
 * @param transport websocket or grpc
 * @param call the trace that the call belongs to
 * @param baggage what goes on with frames that have none of their own: the caller's, where it sent
 *     a correlation id, else empty
 */
public record PublishingCall(String transport, TraceContext call, String baggage) {

  public static PublishingCall of(ServiceRequestContext ctx, String transport) {
    TraceContext call = TraceHeaders.of(ctx.request().headers());
    return new PublishingCall(transport, call, Correlated.isOfCaller(ctx) ? call.baggage() : "");
  }

  Frame named(Frame frame) {
    TraceContext trace = frame.trace();
    return baggage.isEmpty() || !trace.baggage().isEmpty()
        ? frame
        : frame.withTrace(new TraceContext(trace.traceparent(), trace.tracestate(), baggage));
  }
}
