package io.darkroom.frame;

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

  private static final int TEM = 0x01;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
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

  /** Returns whether the segment of a marker states the size of the image. */
  public static boolean startsFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }
}
