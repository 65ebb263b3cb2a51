package io.darkroom.image;

import io.darkroom.frame.JpegMarker;
import org.bytedeco.javacpp.BytePointer;

/** Writes bytes after the pixel data of a JPEG that has no end marker. */
final class JpegTail {

  private static final int PIECE_BYTES = 32;
  private static final int PIECES = 16;
  private static final int RST0 = 0xd0;

  /** Room that a tail needs after the image. */
  static final int MOST_BYTES = PIECES * (PIECE_BYTES + 2) + 2;

  private JpegTail() {}

  /**
   * Ends it with an end marker, so that libjpeg takes missing pixel data for zeros.
   *
   * @return the number of bytes of the JPEG
   */
  static int marked(BytePointer jpeg, int end) {
    return marker(jpeg, end, JpegMarker.EOI);
  }

  /**
   * Ends it with arbitrary pixel data and restart markers, which libjpeg uses if it misses some.
   *
   * @return the number of bytes of the JPEG
   */
  static int filled(BytePointer jpeg, JpegEnd.Open end) {
    int at = end.at();
    int noise = 0x5eed;
    for (int piece = 0; piece < PIECES; piece++) {
      for (int i = 0; i < PIECE_BYTES; i++) {
        noise = noise * 1_103_515_245 + 12_345;
        jpeg.put(at++, (byte) (0x80 | noise >>> 17 & 0x7e));
      }
      at = marker(jpeg, at, RST0 + (end.restart() + piece) % 8);
    }
    return marker(jpeg, at, JpegMarker.EOI);
  }

  private static int marker(BytePointer jpeg, int at, int marker) {
    jpeg.put(at, (byte) 0xff).put(at + 1L, (byte) marker);
    return at + 2;
  }
}
