package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;

/**
 * Frames as JPEGs of at most a width. Native memory is taken with the first picture that needs
 * converting, and freed by closing. Thread-safe; one picture is converted at a time.
 */
public final class JpegRendition implements AutoCloseable {

  /** The narrowest picture that callers can ask for, in px. */
  public static final int LEAST_WIDTH = 16;

  /** The widest, in px. */
  public static final int MOST_WIDTH = 8_192;

  private final int width;
  private final int quality;
  private JpegEncoder encoder;
  private Size target;
  private boolean closed;

  /**
   * @param width most px; 0 for the frame's own
   * @param quality 1 to 100; 0 to keep JPEGs that are small enough, and for the default of others
   */
  public JpegRendition(int width, int quality) {
    this.width = width;
    this.quality = quality;
  }

  /** Whether the frame's image is passed on as it is. */
  public boolean keeps(Frame frame) {
    return frame.encoding() == Encoding.JPEG
        && quality == 0
        && (width == 0
            || ImageHeader.read(frame.image(), frame.storedOrientation()).width() <= width);
  }

  /** Throws {@link MediaException} if the picture cannot be decoded, or this is closed. */
  public synchronized ByteString of(Frame frame) {
    if (closed) {
      throw new MediaException(Ffmpeg.INVALID, "closed");
    }
    try (VideoFrame picture = StillDecoder.decode(frame)) {
      return encoder(picture.width()).encode(picture).jpeg();
    }
  }

  private JpegEncoder encoder(int pictureWidth) {
    Size wanted = width == 0 || pictureWidth <= width ? Size.OWN : new Size(width, 0);
    if (!wanted.equals(target)) {
      free();
      encoder = new JpegEncoder(wanted, quality);
      target = wanted;
    }
    return encoder;
  }

  private void free() {
    if (encoder != null) {
      encoder.close();
    }
    encoder = null;
    target = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    free();
  }
}
