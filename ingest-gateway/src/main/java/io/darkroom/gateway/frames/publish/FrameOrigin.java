package io.darkroom.gateway.frames.publish;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.frame.Frame;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.limits.FrameQuota;
import io.darkroom.gateway.telemetry.log.Correlated;
import io.darkroom.topic.TraceHeaders;

/** Where a frame comes from: names its transport in metrics and decides which trace it joins. */
public sealed interface FrameOrigin {

  FrameOrigin SOURCE = new Source();

  /** The transport, as metrics name it. */
  String transport();

  /** What its caller may still publish. */
  default FrameQuota quota() {
    return FrameQuota.UNLIMITED;
  }

  /** The frame with the trace context that it is published with. */
  Frame traced(Frame frame);

  /** A source that the gateway pulls. */
  record Source() implements FrameOrigin {

    @Override
    public String transport() {
      return "source";
    }

    @Override
    public Frame traced(Frame frame) {
      return frame;
    }
  }

  /** A unary call that publishes one image: the frame continues the trace of the call. */
  record UnaryCall(TraceContext trace, FrameQuota quota) implements FrameOrigin {

    public static UnaryCall of(ServiceRequestContext ctx) {
      TraceContext trace = TraceHeaders.read(ctx.request().headers()::get);
      return new UnaryCall(trace, FrameQuota.of(ctx));
    }

    @Override
    public String transport() {
      return "http";
    }

    @Override
    public Frame traced(Frame frame) {
      return frame.withTrace(trace);
    }
  }

  /**
   * A message of a streaming call: the frame keeps its own trace, which is linked to the call.
   *
   * @param transport websocket or grpc
   * @param call trace context of the call
   * @param baggage added to frames that have none: the caller's if it sent a correlation id,
   *     otherwise empty
   */
  record Message(String transport, TraceContext call, String baggage, FrameQuota quota)
      implements FrameOrigin {

    public static Message of(ServiceRequestContext ctx, String transport) {
      TraceContext call = TraceHeaders.read(ctx.request().headers()::get);
      String baggage = Correlated.isOfCaller(ctx) ? call.baggage() : "";
      return new Message(transport, call, baggage, FrameQuota.of(ctx));
    }

    @Override
    public Frame traced(Frame frame) {
      TraceContext trace = frame.trace();
      return baggage.isEmpty() || !trace.baggage().isEmpty()
          ? frame
          : frame.withTrace(new TraceContext(trace.traceparent(), trace.tracestate(), baggage));
    }
  }
}
