package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Server streams that last until their caller leaves. The gateway ends them when it shuts down, so
 * that it does not wait for them. Thread-safe.
 */
public final class OpenCalls {

  private final Map<ServerCallStreamObserver<?>, Executor> open = new ConcurrentHashMap<>();
  private final Slots states;

  /**
   * @param states slots for calls that watch resources
   */
  public OpenCalls(Slots states) {
    this.states = states;
  }

  /** Takes a slot for a call that watches resources; see {@link Slots#holdFor}. */
  public void holdState(ServiceRequestContext call) {
    states.holdFor(call);
  }

  /**
   * Adds a call until it ends. Runs on the call's event loop.
   *
   * @param onEnd runs when the call has ended for any reason
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

  /** Ends all calls with a retryable error. */
  public void closeAll() {
    open.forEach((call, eventLoop) -> eventLoop.execute(() -> end(call)));
  }

  private static void end(ServerCallStreamObserver<?> call) {
    if (!call.isCancelled()) {
      call.onError(
          new DarkroomException(
              ErrorCode.UNAVAILABLE,
              "gateway: shutting down (expected: running). Start the watch again."));
    }
  }
}
