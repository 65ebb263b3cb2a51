package io.darkroom.gateway.resources;

import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.telemetry.health.Recurring;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Decides when a watch looks for changes. */
public interface WatchTrigger {

  /**
   * Starts to trigger a watch.
   *
   * @param look looks for changes; may be called by any thread, and without a change
   * @return closed when the watch ends
   */
  SafeCloseable subscribe(Runnable look);

  /** Looks periodically, on the call's event loop, for state that changes with time alone. */
  static WatchTrigger every(Duration period) {
    return look -> {
      ScheduledFuture<?> looks =
          ServiceRequestContext.current()
              .eventLoop()
              .withoutContext()
              .scheduleAtFixedRate(
                  new Recurring("watch", look),
                  period.toMillis(),
                  period.toMillis(),
                  TimeUnit.MILLISECONDS);
      return () -> looks.cancel(false);
    };
  }
}
