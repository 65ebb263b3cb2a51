package io.darkroom.gateway.sources.pull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Maps a stream's timestamps to wall clock: as long ago as they say before the newest frame that
 * came without delay. Never in the future, and each later than the one before. Not thread-safe.
 */
final class FrameClock {

  /** A frame that is later than this is a jump of the stream, not jitter of the network. */
  private static final long JUMP_MICROS = 400_000;

  private boolean anchored;
  private long offset;
  private long last = Long.MIN_VALUE;

  /**
   * Takes note of a frame's arrival.
   *
   * @param micros by the stream's clock
   * @param awaited whether it was taken as soon as it came; if not, its delay is our own
   */
  void arrived(long micros, Instant now, boolean awaited) {
    long seen = toMicros(now) - micros;
    boolean jumped = awaited && seen - offset > JUMP_MICROS;
    if (!anchored || seen < offset || jumped) {
      offset = seen;
      anchored = true;
    }
  }

  /** How far behind the stream we are, in µs. */
  long lag(long micros, Instant now) {
    return anchored ? toMicros(now) - micros - offset : 0;
  }

  /** When it was captured; now where the stream does not tell. */
  Instant capturedAt(long micros, Instant now) {
    long latest = toMicros(now);
    long captured = micros == Long.MIN_VALUE ? latest : Math.min(micros + offset, latest);
    last = Math.max(captured, last + 1);
    return Instant.EPOCH.plus(last, ChronoUnit.MICROS);
  }

  private static long toMicros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
