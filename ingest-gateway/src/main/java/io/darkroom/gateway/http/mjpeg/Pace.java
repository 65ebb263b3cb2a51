package io.darkroom.gateway.http.mjpeg;

/** Spaces the frames of a viewer that wants only some per second. Used by one thread. */
final class Pace {

  private final long intervalNanos;
  private boolean begun;
  private long dueNanos;

  /**
   * @param fps frames per second; 0 for no limit
   */
  Pace(double fps) {
    intervalNanos = fps == 0 ? 0 : (long) (1e9 / fps);
  }

  /** The time until the next frame may be sent, in ns; not above 0 if one may be sent now. */
  long waitNanos(long nowNanos) {
    return begun ? dueNanos - nowNanos : 0;
  }

  /** A frame is sent. Lateness of up to an interval is made up for. */
  void sent(long nowNanos) {
    boolean onTime = begun && nowNanos - dueNanos < intervalNanos;
    dueNanos = (onTime ? dueNanos : nowNanos) + intervalNanos;
    begun = true;
  }
}
