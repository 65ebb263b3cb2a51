package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;
import io.darkroom.frame.JpegMarker;

/** Inspects the marker segments of JPEGs (ITU-T T.81 annex B). */
final class Jpegs {

  private Jpegs() {}

  /**
   * Whether the JPEG is baseline, has all its tables, and is complete. Cameras often omit the
   * Huffman tables and truncate pictures.
   */
  static boolean isWhole(ByteString jpeg) {
    int end = withoutPadding(jpeg);
    if (end < 4 || marker(jpeg, 0) != JpegMarker.SOI || marker(jpeg, end - 2) != JpegMarker.EOI) {
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
      if (marker == JpegMarker.SOS) {
        return tables && frame;
      }
      tables |= marker == JpegMarker.DHT;
      frame |= marker == JpegMarker.SOF0 && at + 9 < end;
      at += 2 + (u8(jpeg, at + 2) << 8 | u8(jpeg, at + 3));
    }
    return false;
  }

  /** Cameras with fixed buffers fill them with zeros. */
  private static int withoutPadding(ByteString jpeg) {
    int end = jpeg.size();
    while (end > 0 && jpeg.byteAt(end - 1) == 0) {
      end--;
    }
    return end;
  }

  /** Returns -1 if there is no marker. */
  private static int marker(ByteString jpeg, int at) {
    return u8(jpeg, at) == 0xff ? u8(jpeg, at + 1) : -1;
  }

  private static int u8(ByteString bytes, int at) {
    return bytes.byteAt(at) & 0xff;
  }
}
