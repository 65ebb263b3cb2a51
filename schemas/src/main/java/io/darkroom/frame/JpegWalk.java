package io.darkroom.frame;

import java.nio.ByteBuffer;

/**
 * Finds where a JPEG ends, also while its bytes still arrive: call {@link #end} again with a buffer
 * that has more of them. Not thread-safe.
 */
public final class JpegWalk {

  private static final byte[] INDEX = {'M', 'P', 'F', 0};

  private int at = 2;
  private boolean indexed;

  /**
   * Returns the index after its last byte: after its end marker, or where another image begins
   * without one. Returns -1 if more bytes are needed.
   *
   * @param jpeg begins with the JPEG at position 0
   */
  public int end(ByteBuffer jpeg) {
    while (at + 1 < jpeg.limit()) {
      int found = JpegMarker.next(jpeg, at);
      if (found < 0) {
        at = jpeg.limit() - 1;
        return -1;
      }
      at = found;
      int marker = jpeg.get(at + 1) & 0xff;
      if (marker == JpegMarker.EOI) {
        return at + 2;
      }
      if (marker == JpegMarker.SOI) {
        return at;
      }
      if (at + 8 > jpeg.limit()) {
        return -1;
      }
      pass(jpeg, marker);
    }
    return -1;
  }

  private void pass(ByteBuffer jpeg, int marker) {
    if (JpegMarker.standsAlone(marker) || JpegMarker.isReserved(marker)) {
      at += 2;
      return;
    }
    indexed |= marker == JpegMarker.APP2 && isIndex(jpeg, at + 4);
    at += 2 + (jpeg.getShort(at + 2) & 0xffff);
  }

  private static boolean isIndex(ByteBuffer jpeg, int at) {
    for (int i = 0; i < INDEX.length; i++) {
      if (jpeg.get(at + i) != INDEX[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the JPEG lists further pictures that belong to it, such as the gain map of a
   * phone's photo. These follow its end.
   */
  public boolean listsParts() {
    return indexed;
  }
}
