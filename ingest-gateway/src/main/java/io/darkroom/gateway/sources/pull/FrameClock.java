package io.darkroom.gateway.sources.pull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Maps a stream's timestamps to wall-clock capture times. The reference is the frame that arrived
 * with the least delay. Timestamps that go wrong again and again are ignored: the capture time is
 * then the time of arrival. Capture times are never in the future, and strictly increase. Not
 * thread-safe.
 */
final class FrameClock {

  /** A frame later than this is a jump of the stream's clock, not network jitter. */
  private static final long JUMP_MICROS = 400_000;

  /** A clock that goes back by more than this starts again; pictures are reordered within it. */
  private static final long RESTART_MICROS = 1_000_000;

  /** This many jumps, each within {@link #SOON_MICROS} of the one before, discredit a clock. */
  private static final int TOO_MANY_JUMPS = 4;

  private static final long SOON_MICROS = 3_000_000;

  private boolean trusted;
  private long newest = Long.MIN_VALUE;
  private long lastJump;
  private int jumps;
  private boolean anchored;
  private long offset;
  private long last = Long.MIN_VALUE;

  /**
   * @param trusted whether the timestamps come from the sender
   */
  FrameClock(boolean trusted) {
    this.trusted = trusted;
  }

  /**
   * Records the arrival of a frame.
   *
   * @param micros timestamp by the stream's clock
   * @param awaited whether the reader was waiting for the frame; if not, the delay is the gateway's
   *     own
   */
  void arrived(long micros, Instant now, boolean awaited) {
    long arrival = toMicros(now);
    long seen = arrival - micros;
    boolean restarted = anchored && micros < newest - RESTART_MICROS;
    boolean jumped = restarted || awaited && seen - offset > JUMP_MICROS;
    if (anchored && jumped) {
      judge(arrival);
    }
    if (!anchored || seen < offset || jumped) {
      offset = seen;
      anchored = true;
    }
    newest = restarted ? micros : Math.max(newest, micros);
  }

  private void judge(long arrival) {
    jumps = arrival - lastJump < SOON_MICROS ? jumps + 1 : 1;
    lastJump = arrival;
    trusted &= jumps < TOO_MANY_JUMPS;
  }

  /** How far the gateway is behind the stream, in µs. */
  long lag(long micros, Instant now) {
    return anchored && trusted ? toMicros(now) - micros - offset : 0;
  }

  /** The capture time of a frame. */
  Instant capturedAt(long micros, Instant now) {
    last = Math.max(wallMicros(micros, now), last + 1);
    return Instant.EPOCH.plus(last, ChronoUnit.MICROS);
  }

  /** The capture time in µs since 1970; those of consecutive frames may be equal. */
  long wallMicros(long micros, Instant now) {
    long latest = toMicros(now);
    return anchored && trusted ? Math.min(micros + offset, latest) : latest;
  }

  private static long toMicros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
