package io.darkroom.gateway.library;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the pictures of a video are due, so that it runs as fast as it was taken. What was held up
 * is not made up for: the video goes on from there at its own speed. Used by one thread.
 */
public final class PlaybackPace {

  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final LongSupplier nanoTime;
  private boolean started;
  private long startNanos;

  public PlaybackPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long it is until then; 0 where it is time. The first picture is due at once. */
  public long nanosUntil(Duration position) {
    long now = nanoTime.getAsLong();
    long late = now - startNanos - position.toNanos();
    if (!started || late > LATE_NANOS) {
      started = true;
      startNanos = now - position.toNanos();
      return 0;
    }
    return Math.max(0, -late);
  }
}
