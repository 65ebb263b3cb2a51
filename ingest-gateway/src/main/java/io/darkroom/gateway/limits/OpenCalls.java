package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Server streams that go on until their caller leaves; they are told when the gateway goes, so that
 * it need not wait for them. Thread-safe.
 */
public final class OpenCalls {

  private final Map<ServerCallStreamObserver<?>, Executor> open = new ConcurrentHashMap<>();
  private final Slots states;

  /**
   * @param states the places for calls that watch a state
   */
  public OpenCalls(Slots states) {
    this.states = states;
  }

  /** As {@link Slots#holdFor}, for a call that watches a state. */
  public void holdState(ServiceRequestContext call) {
    states.holdFor(call);
  }

  /**
   * Takes a call, on its event loop, as long as it lasts.
   *
   * @param onEnd what is to be done when it has ended, in whichever way
   */
  public void add(ServerCallStreamObserver<?> call, Runnable onEnd) {
    ServiceRequestContext context = ServiceRequestContext.current();
    call.setOnCancelHandler(() -> {});
    open.put(call, context.eventLoop().withoutContext());
    context
        .log()
        .whenComplete()
        .thenRun(
            () -> {
              open.remove(call);
              onEnd.run();
            });
  }

  /** Ends them all, as something that may be tried again elsewhere. */
  public void closeAll() {
    open.forEach((call, eventLoop) -> eventLoop.execute(() -> end(call)));
  }

  private static void end(ServerCallStreamObserver<?> call) {
    if (!call.isCancelled()) {
      call.onError(
          new DarkroomException(
              ErrorCode.UNAVAILABLE, "gateway: shutting down (expected: up). Watch again."));
    }
  }
}
