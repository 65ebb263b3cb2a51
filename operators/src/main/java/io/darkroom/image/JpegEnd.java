package io.darkroom.image;

import io.darkroom.frame.JpegMarker;
import io.darkroom.frame.JpegWalk;
import java.nio.ByteBuffer;

/**
 * How the pixel data of a JPEG ends. OpenCV fills what is missing with gray, and reports it only on
 * the console.
 */
sealed interface JpegEnd {

  /** Most bytes between two JPEGs of one file; beyond that they are not taken for a sequence. */
  int MOST_BETWEEN = 64;

  /** By an end marker. */
  record Marked() implements JpegEnd {}

  /**
   * Without an end marker, in pixel data, so that its rows may be there or not.
   *
   * @param at index after the last byte of pixel data
   * @param restart number of the next restart marker, 0 to 7
   * @param why how it ends, for a message
   */
  record Open(int at, int restart, String why) implements JpegEnd {}

  /** Before its last pixels. */
  record Cut() implements JpegEnd {}

  /** By an end marker, after which another JPEG begins. */
  record Followed() implements JpegEnd {}

  /**
   * Follows the markers, skipping pixel data. Other markers in the last pixel data are damage,
   * which libjpeg repairs as far as it can; they begin no segment.
   */
  static JpegEnd of(ByteBuffer jpeg) {
    JpegScans scans = new JpegScans();
    boolean inScan = false;
    int from = 2;
    for (int at = JpegMarker.next(jpeg, from); at >= 0; at = JpegMarker.next(jpeg, from)) {
      int marker = jpeg.get(at + 1) & 0xff;
      if (marker == JpegMarker.EOI) {
        return anotherFollows(jpeg, at + 2) ? new Followed() : new Marked();
      }
      boolean inLast = inScan && scans.complete();
      if (inScan && marker == JpegMarker.SOI) {
        return inLast ? interrupted(jpeg, at) : new Cut();
      }
      if (marker >= JpegMarker.SOF0 && !inLast && at + 4 <= jpeg.limit()) {
        scans.take(jpeg, at + 2, marker);
        inScan = marker == JpegMarker.SOS;
        from = at + 2 + (jpeg.getShort(at + 2) & 0xffff);
      } else {
        from = at + 2;
      }
    }
    boolean open = inScan && from < jpeg.limit() && scans.complete();
    return open ? unmarked(jpeg) : new Cut();
  }

  private static Open interrupted(ByteBuffer jpeg, int at) {
    return open(jpeg, at, "its last rows missing: another begins at byte " + at);
  }

  private static Open unmarked(ByteBuffer jpeg) {
    return open(jpeg, trimmed(jpeg), "its last rows and its EOI marker missing");
  }

  private static Open open(ByteBuffer jpeg, int end, String why) {
    for (int at = end - 2; at > 0; at--) {
      int marker = jpeg.get(at + 1) & 0xff;
      if (jpeg.get(at) == (byte) 0xff && marker != 0) {
        int next = JpegMarker.isRestart(marker) ? (marker + 1) & 7 : 0;
        return new Open(end, next, why);
      }
    }
    return new Open(end, 0, why);
  }

  /** Leaves out padding; one zero stays, because it may be the last byte of the pixel data. */
  private static int trimmed(ByteBuffer jpeg) {
    int end = jpeg.limit();
    while (end > 2 && jpeg.get(end - 1) == 0 && jpeg.get(end - 2) == 0) {
      end--;
    }
    while (end > 2 && jpeg.get(end - 1) == (byte) 0xff) {
      end--;
    }
    return end;
  }

  private static boolean anotherFollows(ByteBuffer jpeg, int end) {
    int last = Math.min(jpeg.limit() - 3, end + MOST_BETWEEN);
    for (int at = end; at <= last; at++) {
      if (jpeg.get(at) == (byte) 0xff
          && jpeg.get(at + 1) == (byte) JpegMarker.SOI
          && jpeg.get(at + 2) == (byte) 0xff) {
        return !listsParts(jpeg);
      }
    }
    return false;
  }

  private static boolean listsParts(ByteBuffer jpeg) {
    JpegWalk walk = new JpegWalk();
    walk.end(jpeg);
    return walk.listsParts();
  }
}
