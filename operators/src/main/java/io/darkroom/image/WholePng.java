package io.darkroom.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Detects truncated and damaged PNGs by their structure. Format: PNG specification 3rd edition,
 * chapter 5.
 */
final class WholePng {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CHUNK_FRAME_BYTES = 12;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int ANCILLARY = 0x20000000;

  private WholePng() {}

  /**
   * Follows the chunks, up to the one that ends the image. Verifies the checksums of those with
   * pixels or needed for them; libpng leaves out other chunks whose checksum is wrong.
   *
   * @param image from position 0 to its limit, big endian
   * @throws io.darkroom.error.DarkroomException {@code INVALID_IMAGE} if its end is missing or a
   *     checksum is wrong
   */
  static void require(ByteBuffer image) {
    boolean hasPixels = false;
    int at = SIGNATURE_BYTES;
    while (at <= image.limit() - CHUNK_FRAME_BYTES) {
      int length = image.getInt(at);
      if (length < 0 || length > image.limit() - CHUNK_FRAME_BYTES - at) {
        break;
      }
      int type = image.getInt(at + 4);
      if ((type & ANCILLARY) == 0 && type != IEND) {
        requireChecksum(image, at, length);
      }
      hasPixels |= type == IDAT && length > 0;
      if (type == IEND && hasPixels) {
        return;
      }
      at += CHUNK_FRAME_BYTES + length;
    }
    throw ImageCodec.truncated(
        "png",
        image.limit(),
        "without " + (hasPixels ? "its IEND chunk" : "pixels and an IEND chunk"));
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
}
