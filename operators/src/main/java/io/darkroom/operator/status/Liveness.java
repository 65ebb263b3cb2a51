package io.darkroom.operator.status;

/** Decides from the times of its frames whether a stream is live. Times are in ms. */
final class Liveness {

  private static final double SHORTEST = 1_500;
  private static final double LONGEST = 60_000;
  private static final double INTERVALS = 2;

  /** Weight of the newest interval. */
  private static final double WEIGHT = 0.25;

  private boolean live;
  private double interval;
  private long newestAt;

  /** Goes on as after a frame now, at the rate of before. */
  void restore(double fps, long nowMillis) {
    live = true;
    interval = fps > 0 ? 1_000 / fps : 0;
    newestAt = nowMillis;
  }

  void frame(long nowMillis) {
    if (newestAt > 0) {
      // A longer pause says nothing about the rate: no pause of live frames is that long.
      double passed = Math.min(Math.max(0, nowMillis - newestAt), LONGEST / INTERVALS);
      interval += WEIGHT * (passed - interval);
    }
    newestAt = nowMillis;
    live = true;
  }

  boolean live() {
    return live;
  }

  /** Returns the time of the newest frame; 0 before the first. */
  long newestAt() {
    return newestAt;
  }

  void end() {
    live = false;
  }

  /** Returns true once, when no frame has arrived for too long. */
  boolean ends(long nowMillis) {
    double patience = Math.min(LONGEST, Math.max(SHORTEST, INTERVALS * interval));
    if (live && nowMillis - newestAt >= patience) {
      live = false;
      return true;
    }
    return false;
  }
}
