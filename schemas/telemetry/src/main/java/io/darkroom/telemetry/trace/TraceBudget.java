package io.darkroom.telemetry.trace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Samples a fixed number of traces per second. The sampling ratio adapts to the rate of new traces,
 * and a token bucket enforces the limit during bursts. Thread-safe.
 */
final class TraceBudget {

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double SMOOTHING = 0.5;

  private final double perSecond;
  private final LongSupplier nanoTime;
  private long windowStart;
  private long begun;
  private double rate;
  private double tokens;
  private long tokensAt;

  /**
   * @param perSecond maximum number of traces per second, 0 or more
   */
  TraceBudget(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
    this.tokensAt = windowStart;
    this.tokens = burst();
  }

  double perSecond() {
    return perSecond;
  }

  /** Returns the current sampling ratio, from 0 to 1. */
  synchronized double ratio() {
    endWindow(nanoTime.getAsLong());
    return rate <= perSecond ? 1 : perSecond / rate;
  }

  /**
   * Returns whether to sample a trace that starts now.
   *
   * @param lot uniformly distributed from 0 to 1
   */
  synchronized boolean draw(double lot) {
    long now = nanoTime.getAsLong();
    endWindow(now);
    begun++;
    tokens = Math.min(burst(), tokens + (now - tokensAt) * perSecond / WINDOW_NANOS);
    tokensAt = now;
    if (tokens < 1 || lot >= (rate <= perSecond ? 1 : perSecond / rate)) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Returns the maximum number of traces in a burst. */
  double burst() {
    return perSecond == 0 ? 0 : Math.max(2, 2 * perSecond);
  }

  private void endWindow(long now) {
    long elapsed = now - windowStart;
    if (elapsed < WINDOW_NANOS) {
      return;
    }
    double seen = (double) begun * WINDOW_NANOS / elapsed;
    rate = rate == 0 ? seen : SMOOTHING * rate + (1 - SMOOTHING) * seen;
    begun = 0;
    windowStart = now;
  }
}
