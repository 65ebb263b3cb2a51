package io.darkroom.frame;

import java.nio.ByteBuffer;

/** JPEG markers: the byte that follows 0xff. Source: ITU-T T.81, table B.1. */
public final class JpegMarker {

  /** Start of a baseline frame. */
  public static final int SOF0 = 0xc0;

  /** Huffman tables. */
  public static final int DHT = 0xc4;

  /** Start of the image. */
  public static final int SOI = 0xd8;

  /** End of the image. */
  public static final int EOI = 0xd9;

  /** Start of a scan: pixel data follows its segment. */
  public static final int SOS = 0xda;

  /** Segment of EXIF data. */
  public static final int APP1 = 0xe1;

  /** Segment of an index of several pictures in one file (CIPA DC-007). */
  public static final int APP2 = 0xe2;

  private static final int TEM = 0x01;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOF3 = 0xc3;
  private static final int SOF5 = 0xc5;
  private static final int SOF7 = 0xc7;
  private static final int SOF11 = 0xcb;
  private static final int SOF13 = 0xcd;
  private static final int SOF15 = 0xcf;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;

  private JpegMarker() {}

  /** Returns whether a marker separates intervals of pixel data. */
  public static boolean isRestart(int marker) {
    return marker >= RST0 && marker <= RST7;
  }

  /** Returns whether a marker within an image has no segment. */
  public static boolean standsAlone(int marker) {
    return marker == TEM || isRestart(marker);
  }

  /** Returns whether a marker is one of those that no JPEG may contain. */
  public static boolean isReserved(int marker) {
    return marker < SOF0 && marker != TEM;
  }

  /** Returns whether the segment of a marker states the size of the image. */
  public static boolean startsFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  static boolean startsLossless(int marker) {
    return marker == SOF3 || marker == SOF11;
  }

  static boolean startsHierarchical(int marker) {
    return (marker >= SOF5 && marker <= SOF7) || (marker >= SOF13 && marker <= SOF15);
  }

  /**
   * Finds the next marker with a meaning outside of pixel data, or the one that ends it, like
   * libjpeg: skips other bytes, fill bytes, stuffed zeros and restart markers.
   *
   * @return the index of its 0xff, or -1
   */
  public static int next(ByteBuffer jpeg, int from) {
    for (int at = from; at + 1 < jpeg.limit(); at++) {
      if (jpeg.get(at) == (byte) 0xff) {
        int next = jpeg.get(at + 1) & 0xff;
        if (next != 0 && next != 0xff && !isRestart(next)) {
          return at;
        }
      }
    }
    return -1;
  }
}
