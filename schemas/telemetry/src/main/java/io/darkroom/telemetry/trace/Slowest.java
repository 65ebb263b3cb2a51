package io.darkroom.telemetry.trace;

import java.util.Arrays;

/** Detects the slowest 1 % of durations, based on the last {@value #WINDOW}. Thread-safe. */
public final class Slowest {

  static final int WINDOW = 1_000;
  static final int ENOUGH = 200;

  private static final double SHARE = 0.99;
  private static final int REFRESH = 100;

  private final long[] window = new long[WINDOW];
  private long seen;
  private long threshold = Long.MAX_VALUE;

  /**
   * Adds a duration in any unit and returns whether it is among the slowest; false until there are
   * enough durations.
   */
  public synchronized boolean add(long duration) {
    boolean slow = duration > threshold;
    window[(int) (seen % WINDOW)] = duration;
    seen++;
    if (seen >= ENOUGH && seen % REFRESH == 0) {
      threshold = percentile();
    }
    return slow;
  }

  private long percentile() {
    long[] sorted = Arrays.copyOf(window, (int) Math.min(seen, WINDOW));
    Arrays.sort(sorted);
    return sorted[(int) (SHARE * (sorted.length - 1))];
  }
}
