package io.darkroom.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How the stored rows of a picture must be turned to show it upright: the EXIF tag {@code
 * Orientation}, in the order of its values 1 to 8.
 *
 * <p>Format: Exif 2.32, chapter 4.6.4; TIFF 6.0, chapter 2.
 */
public enum Orientation {
  AS_STORED,
  FLIP_SIDEWAYS,
  HALF_TURN,
  FLIP_UPSIDE_DOWN,
  TRANSPOSE,
  TURN_RIGHT,
  TRANSVERSE,
  TURN_LEFT;

  private static final int TAG = 0x0112;
  private static final int MAGIC = 42;
  private static final int ENTRY_BYTES = 12;

  /** Returns whether the upright picture is as wide as the stored one is high. */
  public boolean swapsSides() {
    return ordinal() >= TRANSPOSE.ordinal();
  }

  /** Reads the tag of EXIF data; {@link #AS_STORED} if there is none, or the data is damaged. */
  static Orientation ofExif(ByteBuffer exif) {
    ByteBuffer tiff = exif.slice();
    if (tiff.limit() < 8 || tiff.get(0) != tiff.get(1)) {
      return AS_STORED;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    boolean readable = directory >= 0 && directory <= tiff.limit() - 2;
    return tiff.getShort(2) == MAGIC && readable ? inDirectory(tiff, directory) : AS_STORED;
  }

  private static Orientation inDirectory(ByteBuffer tiff, int directory) {
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > tiff.limit()) {
        return AS_STORED;
      }
      if ((tiff.getShort(at) & 0xffff) == TAG) {
        int value = tiff.getShort(at + 8) & 0xffff;
        return value >= 1 && value <= 8 ? values()[value - 1] : AS_STORED;
      }
    }
    return AS_STORED;
  }
}
