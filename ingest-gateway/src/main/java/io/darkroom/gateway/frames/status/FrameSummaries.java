package io.darkroom.gateway.frames.status;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.WireTime;
import io.darkroom.v1.FrameSummary;

/** Summarizes the last frame for the status. */
final class FrameSummaries {

  private FrameSummaries() {}

  static FrameSummary of(Frame frame) {
    FrameSummary.Builder summary =
        FrameSummary.newBuilder()
            .setEpoch(frame.epoch())
            .setSequence(frame.sequence())
            .setCapturedAt(WireTime.of(frame.capturedAt()))
            .setWidthPx(frame.width())
            .setHeightPx(frame.height())
            .setEncoding(frame.encoding().text())
            .setSizeBytes(frame.image().size());
    if (frame.width() == 0 && frame.encoding().compressed()) {
      addSize(summary, frame);
    }
    return summary.build();
  }

  private static void addSize(FrameSummary.Builder summary, Frame frame) {
    try {
      ImageHeader header = ImageHeader.read(frame.image());
      summary.setWidthPx(header.width()).setHeightPx(header.height());
    } catch (DarkroomException e) {
      // The job rejects a broken image; its size stays 0.
    }
  }
}
