package io.darkroom.image;

import io.darkroom.frame.JpegMarker;
import java.nio.ByteBuffer;

/** Reads the bits of the pixel data of a JPEG, without its stuffed zeros. Not thread-safe. */
final class BitsOfScan {

  private static final int CODE_BITS = 16;

  private final ByteBuffer jpeg;
  private final int end;
  private int at;
  private long bits;

  /** Bits that have been read from the buffer and not used. */
  private int held;

  private boolean missing;

  BitsOfScan(ByteBuffer jpeg, int from, int end) {
    this.jpeg = jpeg;
    this.at = from;
    this.end = end;
  }

  /** Returns whether the data ended too early. */
  boolean missing() {
    return missing;
  }

  /** Returns the index after the last byte of which a bit was used. */
  int end() {
    int unused = held / 8;
    int last = at;
    while (unused-- > 0) {
      last -= last >= 2 && jpeg.get(last - 1) == 0 && jpeg.get(last - 2) == (byte) 0xff ? 2 : 1;
    }
    return last;
  }

  /** Reads a code; returns -1 if it is invalid or incomplete. */
  int symbol(short[] table) {
    hold();
    int next =
        held >= CODE_BITS
            ? (int) (bits >>> held - CODE_BITS) & 0xffff
            : (int) (bits << CODE_BITS - held) & 0xffff;
    int entry = table[next];
    int length = entry >> 8;
    if (length == 0 || length > held) {
      missing = held < CODE_BITS;
      return -1;
    }
    held -= length;
    return entry & 0xff;
  }

  boolean skip(int count) {
    hold();
    if (count > held) {
      missing = true;
      return false;
    }
    held -= count;
    return true;
  }

  /** Passes over the marker between two intervals. */
  boolean restart() {
    at = end();
    held = 0;
    missing = at + 2 > end;
    boolean marked =
        !missing && jpeg.get(at) == (byte) 0xff && JpegMarker.isRestart(jpeg.get(at + 1) & 0xff);
    at += marked ? 2 : 0;
    return marked;
  }

  /** Holds at least 32 bits, if so many are left before a marker. */
  private void hold() {
    while (held <= 32 && at < end) {
      byte next = jpeg.get(at);
      if (next == (byte) 0xff) {
        if (at + 1 >= end || jpeg.get(at + 1) != 0) {
          return;
        }
        at++;
      }
      at++;
      bits = bits << 8 | next & 0xff;
      held += 8;
    }
  }
}
