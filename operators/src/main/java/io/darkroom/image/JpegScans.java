package io.darkroom.image;

import io.darkroom.frame.JpegMarker;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which coefficients the scans of a JPEG carry, to tell whether a scan is missing.
 *
 * <p>Format: ITU-T T.81 annexes B.2.2, B.2.3 and G.1.1.
 */
final class JpegScans {

  private static final int COEFFICIENTS = 64;
  private static final int UNSEEN = -1;
  private static final int SOF2 = 0xc2;
  private static final int SOF10 = 0xca;

  /** Per component and coefficient: the lowest bit that a scan has carried. */
  private int[][] lowest = {};

  private int[] ids = {};
  private boolean progressive;

  /**
   * Takes the segment of a marker.
   *
   * @param at index of its length
   */
  void take(ByteBuffer jpeg, int at, int marker) {
    if (JpegMarker.startsFrame(marker)) {
      frame(jpeg, at, marker);
    } else if (marker == JpegMarker.SOS) {
      scan(jpeg, at);
    }
  }

  private void frame(ByteBuffer jpeg, int at, int marker) {
    progressive = marker == SOF2 || marker == SOF10;
    ids = new int[u8(jpeg, at + 7)];
    lowest = new int[ids.length][COEFFICIENTS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = u8(jpeg, at + 8 + 3 * i);
      Arrays.fill(lowest[i], UNSEEN);
    }
  }

  private void scan(ByteBuffer jpeg, int at) {
    int components = u8(jpeg, at + 2);
    int settings = at + 3 + 2 * components;
    int first = progressive ? u8(jpeg, settings) : 0;
    int last = progressive ? Math.min(u8(jpeg, settings + 1), COEFFICIENTS - 1) : COEFFICIENTS - 1;
    int bit = progressive ? u8(jpeg, settings + 2) & 0xf : 0;
    for (int i = 0; i < components; i++) {
      int id = u8(jpeg, at + 3 + 2 * i);
      for (int c = 0; c < ids.length && first <= last; c++) {
        if (ids[c] == id) {
          Arrays.fill(lowest[c], first, last + 1, bit);
        }
      }
    }
  }

  /** Returns whether every bit of every component is in one of the scans. */
  boolean complete() {
    return ids.length > 0
        && Arrays.stream(lowest).flatMapToInt(Arrays::stream).allMatch(bit -> bit == 0);
  }

  private static int u8(ByteBuffer jpeg, int at) {
    return at < jpeg.limit() ? jpeg.get(at) & 0xff : 0;
  }
}
