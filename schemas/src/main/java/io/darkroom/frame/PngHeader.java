package io.darkroom.frame;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Reads the header of a PNG, and the chunk of its orientation, which may come after the pixels.
 * Format: PNG specification 3rd edition, chapters 5 and 11.
 */
final class PngHeader {

  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 24;
  private static final int CHUNK_FRAME_BYTES = 12;
  private static final int IHDR = 0x49484452;
  private static final int EXIF = 0x65584966;

  private PngHeader() {}

  static ImageHeader read(ByteBuffer png) {
    if (png.limit() < HEADER_BYTES || png.getInt(12) != IHDR) {
      throw ImageHeader.broken("PNG without its IHDR chunk");
    }
    long width = png.getInt(16) & 0xffffffffL;
    long height = png.getInt(20) & 0xffffffffL;
    return ImageHeader.sized(Encoding.PNG, width, height, orientation(png));
  }

  private static Orientation orientation(ByteBuffer png) {
    int at = SIGNATURE_BYTES;
    while (at <= png.limit() - CHUNK_FRAME_BYTES) {
      int length = png.getInt(at);
      int type = png.getInt(at + 4);
      if (length < 0 || length > png.limit() - CHUNK_FRAME_BYTES - at) {
        break;
      }
      if (type == EXIF && isUndamaged(png, at, length)) {
        return Orientation.ofExif(png.slice(at + 8, length));
      }
      at += CHUNK_FRAME_BYTES + length;
    }
    return Orientation.AS_STORED;
  }

  /** Like libpng, which leaves out a damaged chunk. */
  private static boolean isUndamaged(ByteBuffer png, int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(png.slice(at + 4, 4 + length));
    return (int) crc.getValue() == png.getInt(at + 8 + length);
  }
}
