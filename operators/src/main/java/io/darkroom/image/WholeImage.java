package io.darkroom.image;

import io.darkroom.frame.Encoding;
import io.darkroom.frame.JpegMarker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Detects truncated images by their structure, because OpenCV fills the missing part of a JPEG with
 * gray and reports it only on the console.
 *
 * <p>Formats: ITU-T T.81 annex B (JPEG markers), PNG specification 3rd edition chapter 5.
 */
final class WholeImage {

  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int CHUNK_FRAME_BYTES = 12;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  private WholeImage() {}

  /**
   * @param image from position 0 to its limit; its byte order is changed
   * @throws io.darkroom.error.DarkroomException {@code INVALID_IMAGE} if its end is missing or a
   *     checksum is wrong
   */
  static void require(Encoding encoding, ByteBuffer image) {
    image.order(ByteOrder.BIG_ENDIAN);
    switch (encoding) {
      case JPEG -> requireJpeg(image);
      case PNG -> requirePng(image);
      case RAW_BGR8, RAW_GRAY8 -> throw new IllegalArgumentException(encoding.text());
    }
  }

  /** Follows the markers, skipping pixel data, up to the one that ends the image. */
  private static void requireJpeg(ByteBuffer image) {
    int at = nextMarker(image, 0);
    while (at >= 0) {
      int marker = u8(image, at + 1);
      if (marker == JpegMarker.EOI) {
        return;
      }
      at = nextMarker(image, at + 2 + segmentBytes(image, at + 2, marker));
    }
    throw truncated("jpeg", "its EOI marker", image);
  }

  /** In pixel data, 0xff is followed by 0 or by the byte of a restart marker; both are skipped. */
  private static int nextMarker(ByteBuffer image, int from) {
    for (int at = from; at + 1 < image.limit(); at++) {
      if (image.get(at) == (byte) 0xff) {
        int next = u8(image, at + 1);
        if (next != 0 && next != 0xff && !JpegMarker.isRestart(next)) {
          return at;
        }
      }
    }
    return -1;
  }

  private static int segmentBytes(ByteBuffer image, int at, int marker) {
    if (marker == JpegMarker.SOI || JpegMarker.standsAlone(marker) || at + 2 > image.limit()) {
      return 0;
    }
    return image.getShort(at) & 0xffff;
  }

  /** Follows the chunks and verifies their checksums, up to the one that ends the image. */
  private static void requirePng(ByteBuffer image) {
    boolean hasPixels = false;
    int at = PNG_SIGNATURE_BYTES;
    while (at <= image.limit() - CHUNK_FRAME_BYTES) {
      int length = image.getInt(at);
      if (length < 0 || length > image.limit() - CHUNK_FRAME_BYTES - at) {
        break;
      }
      requireChecksum(image, at, length);
      int type = image.getInt(at + 4);
      hasPixels |= type == IDAT && length > 0;
      if (type == IEND && hasPixels) {
        return;
      }
      at += CHUNK_FRAME_BYTES + length;
    }
    throw truncated("png", hasPixels ? "its IEND chunk" : "pixels and an IEND chunk", image);
  }

  private static void requireChecksum(ByteBuffer image, int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(image.slice(at + 4, 4 + length));
    if ((int) crc.getValue() != image.getInt(at + 8 + length)) {
      throw ImageCodec.invalid(
          "png with a wrong checksum at byte " + (at + 8 + length),
          "an undamaged one",
          "Send it again.");
    }
  }

  private static RuntimeException truncated(String format, String end, ByteBuffer image) {
    return ImageCodec.invalid(
        "%s of %d bytes without %s".formatted(format, image.limit(), end),
        "a whole one",
        "Send all of it.");
  }

  private static int u8(ByteBuffer image, int at) {
    return image.get(at) & 0xff;
  }
}
