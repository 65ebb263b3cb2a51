package io.darkroom.gateway.frames.status;

/**
 * Sums of numbers that depend on what producers send. A sum that overflows becomes the largest or
 * smallest number, so that no count turns negative.
 */
final class Saturating {

  private Saturating() {}

  static long add(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? limit(a) : sum;
  }

  private static long limit(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
