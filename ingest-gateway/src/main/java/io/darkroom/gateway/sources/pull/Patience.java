package io.darkroom.gateway.sources.pull;

import java.time.Duration;

/**
 * How long to wait for the next packet of a live stream: several times its longest gap so far, so
 * that a camera with a frame every ten seconds stays connected, and a fast one that falls silent is
 * reconnected soon. Used by one thread.
 */
final class Patience {

  private static final int FIRST_PACKETS = 10;
  private static final int GAPS = 3;

  private final Duration first;
  private final Duration least;
  private final Duration most;
  private long lastNanos;
  private long longestNanos;
  private int packets;

  /**
   * @param first until the rhythm of the stream is known
   */
  private Patience(Duration first, Duration least, Duration most) {
    this.first = first;
    this.least = least;
    this.most = most;
  }

  /** Frames as they are captured. FFmpeg's RTSP reader waits twice for each. */
  static Patience live() {
    return new Patience(Duration.ofSeconds(30), Duration.ofMillis(2200), Duration.ofMinutes(1));
  }

  /** Segments of a live playlist. */
  static Patience bursts() {
    return new Patience(Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(2));
  }

  /** A file, or pictures that are polled. */
  static Patience fixed(Duration time) {
    return new Patience(time, time, time);
  }

  /** Call before each read. */
  Duration next() {
    long now = System.nanoTime();
    if (packets > 0) {
      longestNanos = Math.max(longestNanos, now - lastNanos);
    }
    lastNanos = now;
    packets++;
    if (packets <= FIRST_PACKETS) {
      return first;
    }
    long nanos = Math.max(least.toNanos(), GAPS * longestNanos);
    return Duration.ofNanos(Math.min(most.toNanos(), nanos));
  }
}
