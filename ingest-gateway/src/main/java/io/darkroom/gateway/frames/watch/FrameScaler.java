package io.darkroom.gateway.frames.watch;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.FramePicture;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.media.JpegRendition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scales frames down for watchers that show them small. One per gateway. Thread-safe.
 *
 * @param threads where watchers wait for their turn; each waits once at a time
 */
public record FrameScaler(Executor threads, GatewayMetrics metrics) {

  private static final Logger log = LoggerFactory.getLogger(FrameScaler.class);

  /** Of the JPEGs. */
  private static final int QUALITY = 85;

  /**
   * Returns the frame at most so wide, as JPEG. Returns the same array if the frame is not wider,
   * or its picture cannot be decoded, which the watcher will then find out. Takes milliseconds.
   */
  byte[] scale(byte[] message, int width) {
    try {
      Frame frame = FrameCodec.decode(message);
      return widthOf(frame) <= width ? message : scaled(message, frame, width);
    } catch (RuntimeException e) {
      log.debug("frame not scaled", e);
      return message;
    }
  }

  private static int widthOf(Frame frame) {
    return frame.encoding().compressed()
        ? ImageHeader.read(frame.image(), frame.storedOrientation()).width()
        : frame.width();
  }

  private byte[] scaled(byte[] message, Frame frame, int width) {
    try (JpegRendition rendition = new JpegRendition(width, QUALITY)) {
      byte[] smaller = FramePicture.replaced(message, rendition.of(frame));
      metrics.scaled();
      return smaller;
    }
  }
}
