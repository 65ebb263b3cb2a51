package io.darkroom.telemetry.metric;

import java.util.concurrent.TimeUnit;

/**
 * Events, or bytes, per second over the last 5 seconds, in slots of 100 ms. If the clock is set
 * back, events count for the newest slot until it catches up. Not thread-safe.
 */
public final class RateWindow {

  private static final long SLOT_NANOS = 100_000_000;
  private static final int SLOTS = 50;
  private static final double SHORTEST_SECONDS = 1;

  private final long[] counts = new long[SLOTS];
  private final TimeUnit unit;
  private final long origin;
  private long newestSlot;

  /**
   * Creates a window that begins now.
   *
   * @param now by the clock of all calls
   * @param unit of that clock
   */
  public RateWindow(long now, TimeUnit unit) {
    this.origin = now;
    this.unit = unit;
  }

  public void add(long now) {
    add(now, 1);
  }

  public void add(long now, long amount) {
    advance(now);
    counts[(int) (newestSlot % SLOTS)] += amount;
  }

  /** Divides by the age of the window while it is younger than its length. */
  public double perSecond(long now) {
    advance(now);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    double seconds = Math.min(SLOTS * SLOT_NANOS, nanosAt(now)) / 1e9;
    return sum / Math.max(SHORTEST_SECONDS, seconds);
  }

  private void advance(long now) {
    long slot = Math.max(newestSlot, nanosAt(now) / SLOT_NANOS);
    for (long s = Math.max(newestSlot + 1, slot - SLOTS + 1); s <= slot; s++) {
      counts[(int) (s % SLOTS)] = 0;
    }
    newestSlot = slot;
  }

  /** Time since the window began. */
  private long nanosAt(long now) {
    return unit.toNanos(now - origin);
  }
}
