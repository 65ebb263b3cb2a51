package io.darkroom.gateway.rpc.validation;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
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
    return new Checked<>(next.startCall(call, headers));
  }

  private final class Checked<I> extends SimpleForwardingServerCallListener<I> {

    private boolean refused;

    Checked(ServerCall.Listener<I> service) {
      super(service);
    }

    /** The exception becomes the answer, and the service is notified that the call is over. */
    @Override
    public void onMessage(I message) {
      if (refused) {
        return;
      }
      try {
        rules.require((Message) message);
      } catch (RuntimeException e) {
        refused = true;
        super.onCancel();
        throw e;
      }
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      if (!refused) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (!refused) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!refused) {
        super.onComplete();
      }
    }
  }
}
