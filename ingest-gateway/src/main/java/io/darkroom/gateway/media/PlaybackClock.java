package io.darkroom.gateway.media;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Decides when each frame of a video is due, so that the video plays at its own speed. Not
 * thread-safe.
 */
public final class PlaybackClock {

  private static final long MAX_NAP_NANOS = 50_000_000;

  private final long maxLatenessNanos;
  private final long shortestJumpMicros;
  private boolean started;
  private long startNanos;
  private long startMicros;
  private long lastMicros;
  private long lastStep;

  /** Creates a clock for timestamps that never jump forward. */
  public PlaybackClock(Duration maxLateness) {
    this(maxLateness, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Creates a clock that starts at the first frame, and again whenever timestamps go back.
   *
   * @param maxLateness a frame later than this may shift the frames after it
   * @param shortestJump a gap longer than this, and than three times the one before it, is a jump
   *     of the stream's clock instead of a pause
   */
  public PlaybackClock(Duration maxLateness, Duration shortestJump) {
    this.maxLatenessNanos = maxLateness.toNanos();
    this.shortestJumpMicros = TimeUnit.NANOSECONDS.toMicros(shortestJump.toNanos());
  }

  /**
   * Returns the time in ns until a frame is due; 0 if it is due now.
   *
   * @param mayShift whether a late frame shifts the frames after it, instead of letting them catch
   *     up
   */
  public long nanosUntil(long micros, boolean mayShift) {
    boolean jumped = jumped(micros - lastMicros);
    boolean late = started && nanosLate(micros) > maxLatenessNanos;
    lastStep = micros - lastMicros;
    lastMicros = micros;
    if (!started || jumped || late && mayShift) {
      started = true;
      startNanos = System.nanoTime();
      startMicros = micros;
    }
    return Math.max(0, -nanosLate(micros));
  }

  private boolean jumped(long step) {
    return step < 0 || step > Math.max(shortestJumpMicros, 3 * lastStep);
  }

  /**
   * Waits until a frame is due, or the deadline is cancelled. A frame without a timestamp is due
   * now.
   */
  public void await(long micros, boolean mayShift, Deadline deadline) {
    if (micros == Long.MIN_VALUE) {
      return;
    }
    for (long left = nanosUntil(micros, mayShift);
        left > 0 && !deadline.isCancelled();
        left = -nanosLate(micros)) {
      LockSupport.parkNanos(Math.min(left, MAX_NAP_NANOS));
    }
  }

  /** Returns how late a frame would be now, in µs. */
  public long lagMicros(long micros) {
    return started ? TimeUnit.NANOSECONDS.toMicros(nanosLate(micros)) : 0;
  }

  private long nanosLate(long micros) {
    return System.nanoTime() - startNanos - TimeUnit.MICROSECONDS.toNanos(micros - startMicros);
  }
}
