package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;

/** Inspects the marker segments of JPEGs (ITU-T T.81 annex B). */
final class Jpegs {

  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_FRAME = 0xc0;
  private static final int START_OF_SCAN = 0xda;

  private Jpegs() {}

  /**
   * Whether the JPEG is baseline, has all its tables, and is complete. Cameras often omit the
   * Huffman tables and truncate pictures.
   */
  static boolean isWhole(ByteString jpeg) {
    int end = jpeg.size();
    if (end < 4 || marker(jpeg, 0) != 0xd8 || marker(jpeg, end - 2) != 0xd9) {
      return false;
    }
    boolean tables = false;
    boolean frame = false;
    int at = 2;
    while (at + 4 <= end) {
      int marker = marker(jpeg, at);
      if (marker < 0xc0) {
        return false;
      }
      if (marker == START_OF_SCAN) {
        return tables && frame;
      }
      tables |= marker == HUFFMAN_TABLES;
      frame |= marker == START_OF_FRAME && at + 9 < end;
      at += 2 + (u8(jpeg, at + 2) << 8 | u8(jpeg, at + 3));
    }
    return false;
  }

  /** Returns -1 if there is no marker. */
  private static int marker(ByteString jpeg, int at) {
    return u8(jpeg, at) == 0xff ? u8(jpeg, at + 1) : -1;
  }

  private static int u8(ByteString bytes, int at) {
    return bytes.byteAt(at) & 0xff;
  }
}
