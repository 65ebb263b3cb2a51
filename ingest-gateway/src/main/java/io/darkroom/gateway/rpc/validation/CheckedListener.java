package io.darkroom.gateway.rpc.validation;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.function.Consumer;

/**
 * Checks each message before a service gets it. After a message that is refused, the service gets
 * nothing more.
 */
final class CheckedListener<I> extends SimpleForwardingServerCallListener<I> {

  private final Consumer<I> check;
  private boolean refused;

  /**
   * @param check throws an exception, which becomes the answer of the call
   */
  CheckedListener(ServerCall.Listener<I> service, Consumer<I> check) {
    super(service);
    this.check = check;
  }

  /** The exception becomes the answer, and the service is notified that the call is over. */
  @Override
  public void onMessage(I message) {
    if (refused) {
      return;
    }
    try {
      check.accept(message);
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
