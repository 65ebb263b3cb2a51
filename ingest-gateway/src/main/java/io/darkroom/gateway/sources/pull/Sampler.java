package io.darkroom.gateway.sources.pull;

/**
 * Samples a number of frames per second, evenly spaced by timestamp. Goes on at the same rate when
 * the timestamps start again. Not thread-safe.
 */
final class Sampler {

  /** The rounding error of containers with timestamps in ms. */
  private static final long ROUNDING_MICROS = 1_000;

  private final double fps;
  private boolean began;
  private long lastMicros;
  private long lastStep;
  private long elapsedMicros;
  private long lastPlace;

  /**
   * @param fps 0 for all frames
   */
  Sampler(double fps) {
    this.fps = fps;
  }

  boolean picks(long micros) {
    if (fps == 0) {
      return true;
    }
    if (!began) {
      began = true;
      lastMicros = micros;
      return true;
    }
    elapsedMicros += step(micros);
    long place = (long) Math.floor((elapsedMicros + ROUNDING_MICROS) * fps / 1e6);
    boolean picked = place > lastPlace;
    lastPlace = place;
    return picked;
  }

  /** Where the clock goes back, the frame counts as long as the one before it. */
  private long step(long micros) {
    long step = micros - lastMicros;
    lastMicros = micros;
    if (step >= 0) {
      lastStep = step;
    }
    return lastStep;
  }
}
