package io.darkroom.gateway.frames.publish;

import io.darkroom.gateway.telemetry.metrics.SkipReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts the bytes of a body that belong to none of its images. Not thread-safe. */
public final class SkippedBytes {

  /** More bytes between two parts are no boundary and headers. */
  private static final int MOST_FRAMING = 1024;

  private final Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
  private int framing;
  private boolean foreign;

  /**
   * Counts bytes before, between or after images.
   *
   * @param framed whether the body has parts
   */
  void passed(int bytes, boolean framed) {
    foreign |= !framed || framing + bytes > MOST_FRAMING;
    if (foreign) {
      count(SkipReason.OTHER, framing + bytes);
      framing = 0;
    } else {
      framing += bytes;
    }
  }

  /** The bytes passed so far lie between two images, or before or after all. */
  void between() {
    count(SkipReason.FRAMING, framing);
    framing = 0;
    foreign = false;
  }

  /** Counts an image that belongs to the one before. */
  void part(int bytes) {
    count(SkipReason.PART, bytes);
  }

  private void count(SkipReason reason, int bytes) {
    counts.merge(reason, (long) bytes, Long::sum);
  }

  /** Returns how many bytes were counted since the last call. */
  public long take(SkipReason reason) {
    Long bytes = counts.put(reason, 0L);
    return bytes == null ? 0 : bytes;
  }
}
