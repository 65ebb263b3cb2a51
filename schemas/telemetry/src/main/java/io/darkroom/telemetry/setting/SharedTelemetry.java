package io.darkroom.telemetry.setting;

import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one {@link Tracing} and one settings reader among all tasks of a job in a class loader.
 * The last task that closes it stops them. Thread-safe.
 */
public final class SharedTelemetry implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SharedTelemetry.class);
  private static final String SERVICE = "darkroom-job";

  private static Tracing tracing;
  private static AutoCloseable following;
  private static int users;

  private boolean closed;

  private SharedTelemetry() {}

  /** Opens the shared telemetry if no other task has. Close each returned instance. */
  public static SharedTelemetry open(SettingSource settings) {
    synchronized (SharedTelemetry.class) {
      if (users == 0) {
        tracing = Tracing.open(SERVICE);
        following =
            settings.follow(new RuntimeSettings(LogLevels.ofThisProcess(), tracing.ratios()));
      }
      users++;
      return new SharedTelemetry();
    }
  }

  public Tracing tracing() {
    synchronized (SharedTelemetry.class) {
      return tracing;
    }
  }

  @Override
  public void close() {
    synchronized (SharedTelemetry.class) {
      if (closed) {
        return;
      }
      closed = true;
      users--;
      if (users > 0) {
        return;
      }
      try {
        following.close();
      } catch (Exception e) {
        log.warn("settings: closing failed", e);
      }
      tracing.close();
    }
  }
}
