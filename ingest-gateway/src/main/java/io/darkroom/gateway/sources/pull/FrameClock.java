package io.darkroom.gateway.sources.pull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Maps a stream's timestamps to wall-clock capture times. The reference is the frame that arrived
 * with the least delay. Capture times are never in the future, and strictly increase. Not
 * thread-safe.
 */
final class FrameClock {

  /** A frame later than this is a jump of the stream's clock, not network jitter. */
  private static final long JUMP_MICROS = 400_000;

  private boolean anchored;
  private long offset;
  private long last = Long.MIN_VALUE;

  /**
   * Records the arrival of a frame.
   *
   * @param micros timestamp by the stream's clock
   * @param awaited whether the reader was waiting for the frame; if not, the delay is the gateway's
   *     own
   */
  void arrived(long micros, Instant now, boolean awaited) {
    long seen = toMicros(now) - micros;
    boolean jumped = awaited && seen - offset > JUMP_MICROS;
    if (!anchored || seen < offset || jumped) {
      offset = seen;
      anchored = true;
    }
  }

  /** How far the gateway is behind the stream, in µs. */
  long lag(long micros, Instant now) {
    return anchored ? toMicros(now) - micros - offset : 0;
  }

  /** The capture time of a frame; the current time if it has no timestamp. */
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
