package io.darkroom.gateway.rpc.validation;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Refuses messages that break a rule before they reach a service. In a stream, such a message ends
 * the call. Calls of all protocols pass through here, on event loops.
 */
public record CheckedRequests(RequestRules rules) implements ServerInterceptor {

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    return new CheckedListener<>(
        next.startCall(call, headers), message -> rules.require((Message) message));
  }
}
