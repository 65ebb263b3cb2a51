package io.darkroom.gateway.request;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, and as many as an eighth of a second has at once. One piece of any size
 * may always go where nothing is owed; what follows waits until it is paid. Guarded by its owner.
 */
final class Pace {

  private static final long BURST_NANOS = Duration.ofMillis(125).toNanos();

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private long paidUntilNanos;

  Pace(long bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.paidUntilNanos = nanoTime.getAsLong();
  }

  /** Takes room for some bytes; or takes none, and says how long to wait before asking again. */
  Duration take(long bytes) {
    long now = nanoTime.getAsLong();
    long paidUntil = Math.max(paidUntilNanos, now - BURST_NANOS);
    if (paidUntil - now > 0) {
      return Duration.ofNanos(paidUntil - now);
    }
    paidUntilNanos = paidUntil + (long) (bytes * 1e9 / bytesPerSecond);
    return Duration.ZERO;
  }
}
