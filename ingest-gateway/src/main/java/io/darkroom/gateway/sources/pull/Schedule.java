package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** When each frame of a stream is due, by its timestamps. Not thread-safe. */
final class Schedule {

  private static final long GAP_MICROS = 5_000_000;
  private static final long LATE_NANOS = 100_000_000;
  private static final long LONGEST_NAP_NANOS = 50_000_000;

  private boolean begun;
  private long anchorNanos;
  private long anchorMicros;
  private long lastMicros;

  /**
   * Returns when the frame is due, or the deadline is cancelled.
   *
   * @param mayShift whether one that is late moves those after it, instead of having them catch up
   */
  void await(long micros, boolean mayShift, Deadline deadline) {
    if (micros == Long.MIN_VALUE) {
      return;
    }
    boolean jumped = Math.abs(micros - lastMicros) > GAP_MICROS;
    boolean late = begun && System.nanoTime() - due(micros) > LATE_NANOS;
    lastMicros = micros;
    if (!begun || jumped || late && mayShift) {
      begun = true;
      anchorNanos = System.nanoTime();
      anchorMicros = micros;
    }
    long due = due(micros);
    for (long left = due - System.nanoTime();
        left > 0 && !deadline.isCancelled();
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, LONGEST_NAP_NANOS));
    }
  }

  /** How late a frame would be now, in µs. */
  long lag(long micros) {
    return begun ? TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due(micros)) : 0;
  }

  private long due(long micros) {
    return anchorNanos + TimeUnit.MICROSECONDS.toNanos(micros - anchorMicros);
  }
}
