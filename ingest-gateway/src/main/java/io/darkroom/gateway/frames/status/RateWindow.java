package io.darkroom.gateway.frames.status;

import java.time.Duration;

/** Events, or bytes, per second over the last 5 seconds, in slots of 100 ms. Not thread-safe. */
public final class RateWindow {

  static final Duration LENGTH = Duration.ofSeconds(5);

  private static final long SLOT_NANOS = 100_000_000;
  private static final int SLOTS = (int) (LENGTH.toNanos() / SLOT_NANOS);
  private static final double SHORTEST_SECONDS = 1;

  private final long[] counts = new long[SLOTS];
  private final long origin;
  private long newestSlot;

  public RateWindow(long nowNanos) {
    this.origin = nowNanos;
  }

  public void add(long nowNanos) {
    add(nowNanos, 1);
  }

  public void add(long nowNanos, long amount) {
    advance(nowNanos);
    counts[(int) (newestSlot % SLOTS)] += amount;
  }

  /** Divides by the age of the window while it is younger than its length. */
  public double perSecond(long nowNanos) {
    advance(nowNanos);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    double seconds = Math.min(LENGTH.toNanos(), nowNanos - origin) / 1e9;
    return sum / Math.max(SHORTEST_SECONDS, seconds);
  }

  private void advance(long nowNanos) {
    long slot = Math.max(newestSlot, (nowNanos - origin) / SLOT_NANOS);
    for (long s = Math.max(newestSlot + 1, slot - SLOTS + 1); s <= slot; s++) {
      counts[(int) (s % SLOTS)] = 0;
    }
    newestSlot = slot;
  }
}
