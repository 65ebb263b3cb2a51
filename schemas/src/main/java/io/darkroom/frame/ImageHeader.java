package io.darkroom.frame;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The encoding and size of a JPEG or PNG, read from its first bytes without decoding it.
 *
 * @param width of the upright picture in px, at least 1
 * @param height of the upright picture in px, at least 1
 * @param orientation how the stored picture is turned to be upright
 */
public record ImageHeader(Encoding encoding, int width, int height, Orientation orientation) {

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** The header of an image that is stored upright. */
  public ImageHeader(Encoding encoding, int width, int height) {
    this(encoding, width, height, Orientation.AS_STORED);
  }

  /** Detects JPEG or PNG by the first bytes; empty if the image is neither. */
  public static Optional<Encoding> sniff(ByteString image) {
    return encodingAt(image, 0);
  }

  /** Detects a JPEG or PNG that begins at the given byte. */
  static Optional<Encoding> encodingAt(ByteString image, int at) {
    if (image.size() >= at + 3
        && u8(image, at) == 0xff
        && u8(image, at + 1) == JpegMarker.SOI
        && u8(image, at + 2) == 0xff) {
      return Optional.of(Encoding.JPEG);
    }
    if (image.size() < at + PNG_SIGNATURE.length) {
      return Optional.empty();
    }
    for (int i = 0; i < PNG_SIGNATURE.length; i++) {
      if (image.byteAt(at + i) != PNG_SIGNATURE[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(Encoding.PNG);
  }

  /**
   * Reads the header of a JPEG or PNG.
   *
   * @throws DarkroomException {@code INVALID_IMAGE} if it is neither, its header is invalid, or it
   *     is of a kind that cannot be decoded
   */
  public static ImageHeader read(ByteString image) {
    Encoding encoding = sniff(image).orElseThrow(() -> notAnImage(image));
    ByteBuffer bytes = image.asReadOnlyByteBuffer().slice();
    return encoding == Encoding.PNG ? PngHeader.read(bytes) : JpegHeader.read(bytes);
  }

  /**
   * Reads the header of a JPEG or PNG.
   *
   * @param stored whether the picture is to keep the orientation that it is stored in
   * @see #read(ByteString)
   */
  public static ImageHeader read(ByteString image, boolean stored) {
    ImageHeader header = read(image);
    return stored ? header.asStored() : header;
  }

  /** Returns the header of the picture as it is stored. */
  public ImageHeader asStored() {
    return orientation.swapsSides()
        ? new ImageHeader(encoding, height, width)
        : new ImageHeader(encoding, width, height);
  }

  /** Throws {@code IMAGE_TOO_LARGE} if a side or the number of pixels exceeds the limits. */
  public ImageHeader requireWithin(ImageLimits limits) {
    limits.requireSize(width, height);
    return this;
  }

  /**
   * @param width of the stored picture
   * @param height of the stored picture
   * @param orientation null if it is stored upright
   */
  static ImageHeader sized(Encoding encoding, long width, long height, Orientation orientation) {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw broken("%s whose header states %d x %d px".formatted(encoding.name(), width, height));
    }
    Orientation turned = orientation == null ? Orientation.AS_STORED : orientation;
    return turned.swapsSides()
        ? new ImageHeader(encoding, (int) height, (int) width, turned)
        : new ImageHeader(encoding, (int) width, (int) height, turned);
  }

  private static DarkroomException notAnImage(ByteString image) {
    ContentName name = ContentName.of(image);
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE,
        "image: %s (expected: a JPEG or PNG). %s".formatted(name.text(), name.remedy()));
  }

  static DarkroomException unsupported(String what) {
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE,
        "image: %s, which is not supported (expected: a JPEG of 8 bits per sample, baseline or %s"
            .formatted(what, "progressive, or a PNG). Convert it to one of these."));
  }

  static DarkroomException broken(String what) {
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE,
        "image: %s (expected: a whole JPEG or PNG). Check the program that wrote it."
            .formatted(what));
  }

  private static int u8(ByteString bytes, int at) {
    return bytes.byteAt(at) & 0xff;
  }
}
