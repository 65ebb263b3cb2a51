package io.darkroom.gateway.sources.pull;

/** Samples a number of frames per second, evenly spaced by timestamp. Not thread-safe. */
final class Sampler {

  /** The rounding error of containers with timestamps in ms. */
  private static final long ROUNDING_MICROS = 1_000;

  private static final long GAP_MICROS = 10_000_000;

  private final double fps;
  private long startMicros = Long.MIN_VALUE;
  private long lastMicros;
  private long lastPlace;

  /**
   * @param fps 0 for all frames
   */
  Sampler(double fps) {
    this.fps = fps;
  }

  boolean picks(long micros) {
    if (fps == 0 || micros == Long.MIN_VALUE) {
      return true;
    }
    boolean begins = startMicros == Long.MIN_VALUE || Math.abs(micros - lastMicros) > GAP_MICROS;
    lastMicros = micros;
    if (begins) {
      startMicros = micros;
      lastPlace = 0;
      return true;
    }
    long place = (long) Math.floor((micros - startMicros + ROUNDING_MICROS) * fps / 1e6);
    if (place <= lastPlace) {
      return false;
    }
    lastPlace = place;
    return true;
  }
}
