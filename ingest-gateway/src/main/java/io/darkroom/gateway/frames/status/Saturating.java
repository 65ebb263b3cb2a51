package io.darkroom.gateway.frames.status;

/**
 * Arithmetic on numbers that callers choose: a result that does not fit stays at the largest or the
 * smallest number, so that no count turns negative.
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

  /** How many numbers lie between two; 0 where the second does not come after the first. */
  static long between(long first, long second) {
    return second <= first ? 0 : subtract(second, first) - 1;
  }

  private static long limit(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
