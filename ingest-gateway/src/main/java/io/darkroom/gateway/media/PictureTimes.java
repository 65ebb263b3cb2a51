package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The presentation times of decoded pictures, in µs by the stream's clock. A picture without a
 * timestamp follows the one before it by that one's duration. Used by one thread.
 */
final class PictureTimes {

  private static final long UNKNOWN_STEP = 40_000;

  private final Demuxer demuxer;
  private final long usualStep;
  private long next;

  PictureTimes(Demuxer demuxer) {
    this.demuxer = demuxer;
    this.usualStep =
        demuxer.fps() > 0 ? Math.max(1, Math.round(1e6 / demuxer.fps())) : UNKNOWN_STEP;
    this.next = demuxer.startMicros();
  }

  long of(AVFrame picture) {
    long best = picture.best_effort_timestamp();
    return of(demuxer.micros(best == AV_NOPTS_VALUE ? picture.pts() : best), picture.duration());
  }

  /**
   * @param micros {@code Long.MIN_VALUE} if unknown
   * @param duration in the stream's time base; 0 if unknown
   */
  long of(long micros, long duration) {
    long time = micros == Long.MIN_VALUE ? next : micros;
    next = time + (duration > 0 ? demuxer.micros(duration) : usualStep);
    return time;
  }

  /** Continues from another position. */
  void seeked(long micros) {
    next = micros;
  }
}
