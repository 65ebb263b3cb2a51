package io.darkroom.gateway.rpc.connect;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Refuses server-streaming calls that send no request or more than one. */
public final class SingleRequestCheck implements ServerInterceptor {

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    ServerCall.Listener<I> service = next.startCall(call, headers);
    return call.getMethodDescriptor().getType() == MethodType.SERVER_STREAMING
        ? new Counting<>(service)
        : service;
  }

  private static final class Counting<I> extends SimpleForwardingServerCallListener<I> {

    private int requests;

    Counting(ServerCall.Listener<I> service) {
      super(service);
    }

    @Override
    public void onMessage(I message) {
      requests++;
      if (requests > 1) {
        throw notOne("more than one message");
      }
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      if (requests == 0) {
        throw notOne("no message");
      }
      super.onHalfClose();
    }

    private static DarkroomException notOne(String found) {
      return new DarkroomException(
          ErrorCode.UNIMPLEMENTED,
          "request: %s (expected: exactly one). Send one.".formatted(found));
    }
  }
}
