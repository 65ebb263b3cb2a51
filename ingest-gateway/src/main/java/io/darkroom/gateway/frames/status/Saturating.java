package io.darkroom.gateway.frames.status;

/**
 * Arithmetic on numbers that callers choose. Results that overflow become the largest or smallest
 * number, so that no count turns negative.
 */
final class Saturating {

  private Saturating() {}

  static long add(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? limit(a) : sum;
  }

  static long subtract(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow ? limit(a) : difference;
  }

  static long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high == low >> 63 ? low : limit(a ^ b);
  }

  /** Counts the numbers between two; 0 if the second does not follow the first. */
  static long between(long first, long second) {
    return second <= first ? 0 : subtract(second, first) - 1;
  }

  private static long limit(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
