package io.darkroom.telemetry.metric;

/**
 * Arithmetic on numbers that producers choose. Results that overflow become the largest or smallest
 * number, so that no count turns negative.
 */
public final class Saturating {

  private Saturating() {}

  public static long add(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? limit(a) : sum;
  }

  /** Counts the numbers between two; 0 if the second does not follow the first. */
  public static long between(long first, long second) {
    if (second <= first) {
      return 0;
    }
    long distance = second - first;
    return distance < 0 ? Long.MAX_VALUE : distance - 1;
  }

  /** Returns the µs from one time to another, both in ms; 0 if the second is not later. */
  public static long microsBetween(long fromMillis, long toMillis) {
    if (toMillis <= fromMillis) {
      return 0;
    }
    long millis = toMillis - fromMillis;
    return millis < 0 || millis > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : millis * 1000;
  }

  private static long limit(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
