package io.darkroom.gateway.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, and a burst of them at once after a pause. One piece of any size may
 * always go where nothing is owed; what follows waits until it is paid. Guarded by its owner.
 */
public final class ByteRate {

  private final long bytesPerSecond;
  private final long burstNanos;
  private final LongSupplier nanoTime;
  private long paidUntilNanos;

  /**
   * @param burst whose bytes may go at once
   */
  public ByteRate(long bytesPerSecond, Duration burst, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.burstNanos = burst.toNanos();
    this.nanoTime = nanoTime;
    this.paidUntilNanos = nanoTime.getAsLong();
  }

  /** Takes room for some bytes; or takes none, and says how long to wait before asking again. */
  public Duration take(long bytes) {
    return take(bytes, Duration.ZERO);
  }

  /**
   * The same for what comes second.
   *
   * @param spare for so long nothing has been owed; at most the burst
   */
  public Duration take(long bytes, Duration spare) {
    long now = nanoTime.getAsLong();
    long paidUntil = Math.max(paidUntilNanos, now - burstNanos);
    long wait = paidUntil - now + spare.toNanos();
    if (wait > 0) {
      return Duration.ofNanos(wait);
    }
    paidUntilNanos = paidUntil + (long) (bytes * 1e9 / bytesPerSecond);
    return Duration.ZERO;
  }
}
