package io.darkroom.gateway.resources;

import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.telemetry.health.Recurring;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says when a watch should look for changes; what it returns is closed when the watch ends. */
public interface WatchTrigger {

  /**
   * @param look may be called by any thread, and without a change
   */
  SafeCloseable subscribe(Runnable look);

  /** For what changes with time alone: looks again and again, on the call's event loop. */
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
