package io.darkroom.gateway.sources.pull;

/** Picks so many frames per second, evenly by their timestamps. Not thread-safe. */
final class Sampler {

  /** By which timestamps are rounded in containers that count milliseconds. */
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
