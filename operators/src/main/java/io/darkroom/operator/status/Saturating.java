package io.darkroom.operator.status;

/**
 * Arithmetic on numbers that producers choose. Results that overflow become the largest number, so
 * that no count turns negative.
 */
final class Saturating {

  private Saturating() {}

  /** Adds two numbers that are not negative. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Counts the numbers between two; 0 if the second does not follow the first. */
  static long between(long first, long second) {
    if (second <= first) {
      return 0;
    }
    long distance = second - first;
    return distance < 0 ? Long.MAX_VALUE : distance - 1;
  }

  /** Returns the µs from one time to another, both in ms; 0 if the second is not later. */
  static long microsBetween(long fromMillis, long toMillis) {
    if (toMillis <= fromMillis) {
      return 0;
    }
    long millis = toMillis - fromMillis;
    return millis < 0 || millis > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : millis * 1000;
  }
}
