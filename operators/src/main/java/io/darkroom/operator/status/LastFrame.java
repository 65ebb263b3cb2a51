package io.darkroom.operator.status;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.WireTime;
import io.darkroom.telemetry.metric.Saturating;
import io.darkroom.v1.FrameSummary;
import java.time.Instant;

/** What is known of the last frame, without its picture. Taking a frame allocates nothing. */
final class LastFrame {

  private static final long HEADER_EVERY_MILLIS = 1_000;

  private boolean known;
  private boolean numbered;
  private long epoch;
  private long sequence;
  private Instant capturedAt;
  private Encoding encoding;
  private long bytes;
  private int width;
  private int height;
  private long headerReadAt;
  private FrameSummary summary;

  /** Takes what a report says. */
  void restore(FrameSummary restored) {
    known = true;
    numbered = true;
    epoch = restored.getEpoch();
    sequence = restored.getSequence();
    summary = restored;
  }

  /**
   * Takes the next frame. The size of one that does not state it is read from its picture's header,
   * at most once a second.
   *
   * @param isNumbered whether the sequence is its producer's, rather than the log's
   */
  void take(Frame frame, boolean isNumbered, long nowMillis) {
    boolean readsHeader = encoding == null || nowMillis - headerReadAt >= HEADER_EVERY_MILLIS;
    known = true;
    numbered = isNumbered;
    epoch = frame.epoch();
    sequence = frame.sequence();
    capturedAt = frame.capturedAt();
    bytes = frame.image().size();
    encoding = frame.encoding();
    summary = null;
    if (frame.width() > 0) {
      width = frame.width();
      height = frame.height();
    } else if (readsHeader && encoding.compressed()) {
      headerReadAt = nowMillis;
      readHeader(frame);
    }
  }

  private void readHeader(Frame frame) {
    try {
      ImageHeader header = ImageHeader.read(frame.image());
      width = header.width();
      height = header.height();
    } catch (DarkroomException e) {
      // The frame is rejected; its size is unknown.
      width = 0;
      height = 0;
    }
  }

  boolean known() {
    return known;
  }

  /** Returns how many sequence numbers a numbered frame skips; 0 if it begins an epoch. */
  long gapTo(Frame frame) {
    return numbered && epoch == frame.epoch() ? Saturating.between(sequence, frame.sequence()) : 0;
  }

  FrameSummary summary() {
    if (summary == null) {
      summary =
          FrameSummary.newBuilder()
              .setEpoch(epoch)
              .setSequence(sequence)
              .setCapturedAt(WireTime.of(capturedAt))
              .setWidthPx(width)
              .setHeightPx(height)
              .setEncoding(encoding.text())
              .setSizeBytes(bytes)
              .build();
    }
    return summary;
  }
}
