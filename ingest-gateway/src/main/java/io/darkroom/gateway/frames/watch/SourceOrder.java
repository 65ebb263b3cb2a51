package io.darkroom.gateway.frames.watch;

import io.darkroom.frame.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/**
 * The order in which the frames of one stream or pipeline are shown: within a partition of the
 * topic {@code frames} by offset; a stream that moves to another partition continues by append
 * time. Not thread-safe.
 */
final class SourceOrder {

  /** What a frame is after those before it. */
  enum Place {
    NEWER,
    /** It was shown before, or a later one of its partition was. */
    REPEATED,
    /** A frame of another partition that was appended later has been shown. */
    LATE
  }

  private final Map<Integer, Long> newestOffsets = new HashMap<>();
  private String streamId = "";
  private long newestMillis = Long.MIN_VALUE;

  /** Places a frame; if it is newer, later frames must be newer still. */
  Place next(String ofStream, SourcePosition source) {
    if (!streamId.equals(ofStream)) {
      // A pipeline has one stream at a time, so positions of its earlier streams are not needed.
      newestOffsets.clear();
      newestMillis = Long.MIN_VALUE;
      streamId = ofStream;
    }
    if (source.offset() <= newestOffsets.getOrDefault(source.partition(), -1L)) {
      return Place.REPEATED;
    }
    newestOffsets.put(source.partition(), source.offset());
    if (newestOffsets.size() > 1 && source.appendedAtMillis() < newestMillis) {
      return Place.LATE;
    }
    newestMillis = Math.max(newestMillis, source.appendedAtMillis());
    return Place.NEWER;
  }
}
