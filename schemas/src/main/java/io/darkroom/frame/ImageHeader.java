package io.darkroom.frame;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Optional;

/**
 * The encoding and size of a JPEG or PNG, read from its first bytes without decoding it.
 *
 * <p>Formats: ITU-T T.81 annex B (JPEG markers), PNG specification 3rd edition chapter 11.2.1.
 *
 * @param width in px, at least 1
 * @param height in px, at least 1
 */
public record ImageHeader(Encoding encoding, int width, int height) {

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int PNG_HEADER_BYTES = 24;
  private static final int IHDR = 0x49484452;

  /** Detects JPEG or PNG by the first bytes; empty if the image is neither. */
  public static Optional<Encoding> sniff(ByteString image) {
    if (image.size() >= 3
        && u8(image, 0) == 0xff
        && u8(image, 1) == JpegMarker.SOI
        && u8(image, 2) == 0xff) {
      return Optional.of(Encoding.JPEG);
    }
    if (image.size() < PNG_SIGNATURE.length) {
      return Optional.empty();
    }
    for (int i = 0; i < PNG_SIGNATURE.length; i++) {
      if (image.byteAt(i) != PNG_SIGNATURE[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(Encoding.PNG);
  }

  /**
   * Reads the header of a JPEG or PNG.
   *
   * @throws DarkroomException {@code INVALID_IMAGE} if it is neither, or its header is invalid
   */
  public static ImageHeader read(ByteString image) {
    Encoding encoding = sniff(image).orElseThrow(() -> notAnImage(image));
    return encoding == Encoding.PNG ? readPng(image) : readJpeg(image);
  }

  /** Throws {@code IMAGE_TOO_LARGE} if a side or the number of pixels exceeds the limits. */
  public ImageHeader requireWithin(ImageLimits limits) {
    limits.requireSize(width, height);
    return this;
  }

  private static ImageHeader readPng(ByteString image) {
    if (image.size() < PNG_HEADER_BYTES || u32(image, 12) != IHDR) {
      throw broken("PNG without its IHDR chunk");
    }
    return sized(Encoding.PNG, u32(image, 16), u32(image, 20));
  }

  private static ImageHeader readJpeg(ByteString image) {
    int at = 2;
    while (at + 4 <= image.size()) {
      if (u8(image, at) != 0xff) {
        throw broken("JPEG marker missing at byte " + at);
      }
      int marker = u8(image, at + 1);
      if (marker == 0xff) {
        at++;
      } else if (JpegMarker.standsAlone(marker)) {
        at += 2;
      } else if (JpegMarker.startsFrame(marker)) {
        return readStartOfFrame(image, at);
      } else if (marker == JpegMarker.SOS || marker == JpegMarker.EOI) {
        throw broken("JPEG without a frame header before its data");
      } else {
        at += 2 + u16(image, at + 2);
      }
    }
    throw broken("JPEG that ends in its header");
  }

  private static ImageHeader readStartOfFrame(ByteString image, int at) {
    if (at + 9 > image.size()) {
      throw broken("JPEG that ends in its header");
    }
    return sized(Encoding.JPEG, u16(image, at + 7), u16(image, at + 5));
  }

  private static ImageHeader sized(Encoding encoding, int width, int height) {
    if (width < 1 || height < 1) {
      throw broken("%s of %d x %d px".formatted(encoding.text(), width, height));
    }
    return new ImageHeader(encoding, width, height);
  }

  private static DarkroomException notAnImage(ByteString image) {
    String what = image.isEmpty() ? "0 bytes" : image.size() + " bytes of another format";
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE,
        "image: %s (expected: a JPEG or PNG). Send an encoded image.".formatted(what));
  }

  private static DarkroomException broken(String what) {
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE,
        "image: %s (expected: a whole JPEG or PNG). Check the program that wrote it."
            .formatted(what));
  }

  private static int u8(ByteString bytes, int at) {
    return bytes.byteAt(at) & 0xff;
  }

  private static int u16(ByteString bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }

  private static int u32(ByteString bytes, int at) {
    return u16(bytes, at) << 16 | u16(bytes, at + 2);
  }
}
