package io.darkroom.gateway.limit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, and a burst of them at once after a pause. One piece of any size may
 * always go where nothing is owed; what follows waits until it is paid. Guarded by its owner.
 */
public final class Pace {

  private final long bytesPerSecond;
  private final long burstNanos;
  private final LongSupplier nanoTime;
  private long paidUntilNanos;

  /**
   * @param burst whose bytes may go at once
   */
  public Pace(long bytesPerSecond, Duration burst, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.burstNanos = burst.toNanos();
    this.nanoTime = nanoTime;
    this.paidUntilNanos = nanoTime.getAsLong();
  }

  /** Takes room for some bytes; or takes none, and says how long to wait before asking again. */
  public Duration take(long bytes) {
    long now = nanoTime.getAsLong();
    long paidUntil = Math.max(paidUntilNanos, now - burstNanos);
    if (paidUntil - now > 0) {
      return Duration.ofNanos(paidUntil - now);
    }
    paidUntilNanos = paidUntil + (long) (bytes * 1e9 / bytesPerSecond);
    return Duration.ZERO;
  }
}
