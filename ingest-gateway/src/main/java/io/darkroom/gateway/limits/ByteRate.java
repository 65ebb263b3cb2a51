package io.darkroom.gateway.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket: limits bytes per second and allows a burst after a pause. A piece of any size
 * passes if the bucket is not overdrawn; the next one waits until the debt is paid. Not
 * thread-safe.
 */
public final class ByteRate {

  private final long bytesPerSecond;
  private final long burstNanos;
  private final LongSupplier nanoTime;
  private long paidUntilNanos;

  /**
   * @param burst how many seconds' worth of bytes may pass at once
   */
  public ByteRate(long bytesPerSecond, Duration burst, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.burstNanos = burst.toNanos();
    this.nanoTime = nanoTime;
    this.paidUntilNanos = nanoTime.getAsLong();
  }

  /** Takes the bytes and returns zero, or takes nothing and returns how long to wait. */
  public Duration take(long bytes) {
    return take(bytes, Duration.ZERO);
  }

  /**
   * The same for bytes of lower priority: they pass only if the bucket has been without debt for a
   * while.
   *
   * @param spare how long; at most the burst
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
