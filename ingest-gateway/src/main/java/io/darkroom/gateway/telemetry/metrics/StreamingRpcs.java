package io.darkroom.gateway.telemetry.metrics;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Counts streaming RPCs of every protocol. Thread-safe. */
public record StreamingRpcs(StreamingCalls calls) implements ServerInterceptor {

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    MethodDescriptor<I, O> method = call.getMethodDescriptor();
    if (method.getType() == MethodType.UNARY) {
      return next.startCall(call, headers);
    }
    StreamingCall counted = calls.open(ServiceRequestContext.current(), method.getFullMethodName());
    return new Received<>(next.startCall(new Sent<>(call, counted), headers), counted);
  }

  private static final class Sent<I, O> extends SimpleForwardingServerCall<I, O> {

    private final StreamingCall counted;

    Sent(ServerCall<I, O> call, StreamingCall counted) {
      super(call);
      this.counted = counted;
    }

    @Override
    public void sendMessage(O message) {
      counted.messageSent();
      super.sendMessage(message);
    }
  }

  private static final class Received<I> extends SimpleForwardingServerCallListener<I> {

    private final StreamingCall counted;

    Received(ServerCall.Listener<I> service, StreamingCall counted) {
      super(service);
      this.counted = counted;
    }

    @Override
    public void onMessage(I message) {
      counted.messageReceived();
      super.onMessage(message);
    }
  }
}
