package io.darkroom.gateway.call;

import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.health.Recurring;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A server stream of a state: as it is at once, and again whenever it has changed. A caller that
 * reads slowly gets the newest state rather than each of them.
 */
public final class StateWatch<T> {

  private final ServerCallStreamObserver<T> out;
  private final Executor eventLoop;
  private final Supplier<T> state;
  private boolean due = true;
  private T last;

  private StateWatch(ServerCallStreamObserver<T> out, Executor eventLoop, Supplier<T> state) {
    this.out = out;
    this.eventLoop = eventLoop;
    this.state = state;
  }

  /** What tells of changes; the result is closed when nobody watches any more. */
  public interface Changes {
    /**
     * @param changed may be called by any thread, and without a change
     */
    SafeCloseable subscribe(Runnable changed);

    /** For what changes with time alone: looks again and again, on the call's event loop. */
    static Changes every(Duration period) {
      return changed -> {
        ScheduledFuture<?> looks =
            ServiceRequestContext.current()
                .eventLoop()
                .withoutContext()
                .scheduleAtFixedRate(
                    new Recurring("watch", changed),
                    period.toMillis(),
                    period.toMillis(),
                    TimeUnit.MILLISECONDS);
        return () -> looks.cancel(false);
      };
    }
  }

  /**
   * Begins a watch; called on the call's event loop.
   *
   * @param state as it is at the moment; must not block
   */
  public static <T> void open(
      StreamObserver<T> observer, OpenCalls calls, Supplier<T> state, Changes changes) {
    ServerCallStreamObserver<T> out = (ServerCallStreamObserver<T>) observer;
    ServiceRequestContext context = ServiceRequestContext.current();
    try {
      calls.holdState(context);
    } catch (DarkroomException e) {
      out.onError(e);
      return;
    }
    Executor eventLoop = context.eventLoop().withoutContext();
    StateWatch<T> watch = new StateWatch<>(out, eventLoop, state);
    out.setOnReadyHandler(watch::send);
    SafeCloseable subscription = changes.subscribe(watch::changed);
    calls.add(out, subscription::close);
    watch.send();
  }

  private void changed() {
    eventLoop.execute(
        () -> {
          due = true;
          send();
        });
  }

  private void send() {
    if (!due || out.isCancelled() || !out.isReady()) {
      return;
    }
    due = false;
    T now = state.get();
    if (!now.equals(last)) {
      last = now;
      out.onNext(now);
    }
  }
}
