package io.darkroom.telemetry.trace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Draws so many traces a second from however many begin: the part that is drawn shrinks as their
 * number grows, and a bucket of tokens holds the limit where the number jumps. Thread-safe.
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
   * @param perSecond 0 or more
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

  /** The part of traces that is drawn at present, from 0 to 1. */
  synchronized double ratio() {
    endWindow(nanoTime.getAsLong());
    return rate <= perSecond ? 1 : perSecond / rate;
  }

  /**
   * Whether a trace that begins now is one of those.
   *
   * @param lot evenly from 0 to 1
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

  /** The most traces at once. */
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
