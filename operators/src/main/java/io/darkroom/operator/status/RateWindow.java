package io.darkroom.operator.status;

/** Events per second over the last 5 seconds, in slots of 100 ms. Not thread-safe. */
final class RateWindow {

  private static final int SLOT_MILLIS = 100;
  private static final int SLOTS = 50;
  private static final double SHORTEST_SECONDS = 1;

  private final int[] counts = new int[SLOTS];
  private final long origin;
  private long newestSlot;

  RateWindow(long nowMillis) {
    origin = nowMillis;
  }

  void add(long nowMillis) {
    advance(nowMillis);
    counts[(int) (newestSlot % SLOTS)]++;
  }

  /** Divides by the age of the window while it is younger than its length. */
  double perSecond(long nowMillis) {
    advance(nowMillis);
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    double seconds = Math.min(SLOTS * SLOT_MILLIS, nowMillis - origin) / 1e3;
    return sum / Math.max(SHORTEST_SECONDS, seconds);
  }

  /** If the clock is set back, events count for the newest slot until it catches up. */
  private void advance(long nowMillis) {
    long slot = Math.max(newestSlot, (nowMillis - origin) / SLOT_MILLIS);
    for (long s = Math.max(newestSlot + 1, slot - SLOTS + 1); s <= slot; s++) {
      counts[(int) (s % SLOTS)] = 0;
    }
    newestSlot = slot;
  }
}
