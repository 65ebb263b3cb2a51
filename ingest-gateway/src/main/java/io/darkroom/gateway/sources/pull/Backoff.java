package io.darkroom.gateway.sources.pull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a limit, and a quarter more
 * or less, so that what failed together does not come back together. Not thread-safe.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST_SOON = Duration.ofSeconds(2);
  private static final Duration FIRST_LATER = Duration.ofSeconds(1);
  private static final Duration LONGEST_LATER = Duration.ofSeconds(30);
  private static final double SPREAD = 0.25;
  private static final int MOST_DOUBLINGS = 20;

  private final RandomGenerator random;
  private int tries;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** After a try that came to something. */
  void reset() {
    tries = 0;
  }

  /**
   * @param soon whether the trouble may be over any moment
   */
  Duration next(boolean soon) {
    long first = (soon ? FIRST : FIRST_LATER).toNanos();
    long longest = (soon ? LONGEST_SOON : LONGEST_LATER).toNanos();
    long doubled = Math.min(longest, first << Math.min(tries, MOST_DOUBLINGS));
    tries++;
    return Duration.ofNanos((long) (doubled * (1 - SPREAD + 2 * SPREAD * random.nextDouble())));
  }
}
