package io.darkroom.image;

import io.darkroom.frame.JpegMarker;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts the blocks of the last scan of a JPEG in sequential Huffman coding, to find where its
 * pixel data ends if no marker says so. Keeps its tables; not thread-safe.
 *
 * <p>Format: ITU-T T.81 annexes B.2, C and F.2.2.
 */
final class HuffmanScan {

  /** Pixel data is missing. */
  static final int MISSING = -1;

  /** The JPEG is of another kind, or damaged. */
  static final int UNKNOWN = -2;

  private static final int SOF1 = 0xc1;
  private static final int DRI = 0xdd;
  private static final int TABLES = 8;
  private static final int CODES = 1 << 16;
  private static final int LAST_COEFFICIENT = 63;
  private static final int LONG_RUN = 0xf0;

  /** By class (DC, AC) and number: length and symbol of the code that 16 bits begin with. */
  private final short[][] tables = new short[TABLES][];

  private final boolean[] defined = new boolean[TABLES];
  private int[] blocks;
  private short[][] dc;
  private short[][] ac;
  private int frame;
  private int interval;

  /**
   * Returns the index after the last byte of the pixel data.
   *
   * @param end index after the last byte that may belong to it
   */
  int end(ByteBuffer jpeg, int end) {
    Arrays.fill(defined, false);
    frame = -1;
    interval = 0;
    int scan = -1;
    int at = JpegMarker.next(jpeg, 2);
    while (at >= 0 && at + 4 < end) {
      int marker = u8(jpeg, at + 1);
      int length = JpegMarker.standsAlone(marker) ? 0 : u16(jpeg, at + 2);
      if (at + 2 + length > end || (JpegMarker.startsFrame(marker) && marker > SOF1)) {
        return UNKNOWN;
      }
      if (!take(jpeg, at + 4, at + 2 + length, marker)) {
        return UNKNOWN;
      }
      scan = marker == JpegMarker.SOS ? at : scan;
      at = JpegMarker.next(jpeg, at + 2 + length);
    }
    return scan < 0 || frame < 0 ? UNKNOWN : scanned(jpeg, scan, end);
  }

  private boolean take(ByteBuffer jpeg, int from, int to, int marker) {
    if (JpegMarker.startsFrame(marker)) {
      frame = from;
      return to - from >= 6 + 3 * u8(jpeg, from + 5);
    }
    if (marker == DRI) {
      interval = u16(jpeg, from);
    }
    return marker != JpegMarker.DHT || takeTables(jpeg, from, to);
  }

  private boolean takeTables(ByteBuffer jpeg, int from, int to) {
    int at = from;
    while (at + 17 <= to) {
      int id = u8(jpeg, at);
      int symbols = 0;
      for (int i = 1; i <= 16; i++) {
        symbols += u8(jpeg, at + i);
      }
      if ((id & 0xec) != 0 || at + 17 + symbols > to) {
        return false;
      }
      int table = (id >> 4) * 4 + (id & 3);
      defined[table] = fill(jpeg, at, table(table));
      at += 17 + symbols;
    }
    return true;
  }

  private short[] table(int number) {
    if (tables[number] == null) {
      tables[number] = new short[CODES];
    }
    Arrays.fill(tables[number], (short) 0);
    return tables[number];
  }

  private static boolean fill(ByteBuffer jpeg, int at, short[] table) {
    int code = 0;
    int symbol = at + 17;
    for (int length = 1; length <= 16; length++) {
      int width = CODES >> length;
      for (int i = u8(jpeg, at + length); i > 0; i--) {
        if (code + width > CODES) {
          return false;
        }
        Arrays.fill(table, code, code + width, (short) (length << 8 | u8(jpeg, symbol++)));
        code += width;
      }
    }
    return true;
  }

  private int scanned(ByteBuffer jpeg, int scan, int end) {
    long units = units(jpeg, scan);
    if (units < 0) {
      return UNKNOWN;
    }
    BitsOfScan bits = new BitsOfScan(jpeg, scan + 2 + u16(jpeg, scan + 2), end);
    for (long unit = 0; unit < units; unit++) {
      if (interval > 0 && unit > 0 && unit % interval == 0 && !bits.restart()) {
        return bits.missing() ? MISSING : UNKNOWN;
      }
      for (int c = 0; c < blocks.length; c++) {
        for (int block = 0; block < blocks[c]; block++) {
          if (!pass(bits, dc[c], ac[c])) {
            return bits.missing() ? MISSING : UNKNOWN;
          }
        }
      }
    }
    return bits.end();
  }

  /** Passes over one block; false if it is incomplete or has an invalid code. */
  private static boolean pass(BitsOfScan bits, short[] dc, short[] ac) {
    int size = bits.symbol(dc);
    if (size < 0 || !bits.skip(size)) {
      return false;
    }
    for (int k = 1; k <= LAST_COEFFICIENT; k++) {
      int symbol = bits.symbol(ac);
      if (symbol < 0 || !bits.skip(symbol & 15)) {
        return false;
      }
      if ((symbol & 15) == 0 && symbol != LONG_RUN) {
        return true;
      }
      k += symbol >> 4;
    }
    return true;
  }

  /** Reads the components of a scan. Returns how many units it has, or -1 if it is invalid. */
  private long units(ByteBuffer jpeg, int scan) {
    int count = u8(jpeg, scan + 4);
    int components = u8(jpeg, frame + 5);
    blocks = new int[count];
    dc = new short[count][];
    ac = new short[count][];
    int mostAcross = 1;
    int mostDown = 1;
    for (int c = 0; c < components; c++) {
      mostAcross = Math.max(mostAcross, u8(jpeg, frame + 7 + 3 * c) >> 4);
      mostDown = Math.max(mostDown, u8(jpeg, frame + 7 + 3 * c) & 15);
    }
    int across = mostAcross;
    int down = mostDown;
    for (int i = 0; i < count; i++) {
      int sampling = sampling(jpeg, components, u8(jpeg, scan + 5 + 2 * i));
      int choice = u8(jpeg, scan + 6 + 2 * i);
      int dcTable = choice >> 4;
      int acTable = 4 + (choice & 15);
      if (sampling <= 0 || dcTable > 3 || acTable > 7 || !defined[dcTable] || !defined[acTable]) {
        return -1;
      }
      blocks[i] = count == 1 ? 1 : (sampling >> 4) * (sampling & 15);
      dc[i] = tables[dcTable];
      ac[i] = tables[acTable];
      across = count == 1 ? sampling >> 4 : mostAcross;
      down = count == 1 ? sampling & 15 : mostDown;
    }
    long rows = u16(jpeg, frame + 1);
    long columns = u16(jpeg, frame + 3);
    return count == 0
        ? -1
        : units(columns, across, mostAcross, count) * units(rows, down, mostDown, count);
  }

  /** Several components share units of whole blocks of each; one alone has single blocks. */
  private static long units(long pixels, int factor, int most, int components) {
    return components == 1 ? ceil(ceil(pixels * factor, most), 8) : ceil(pixels, 8L * most);
  }

  private static long ceil(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  private int sampling(ByteBuffer jpeg, int components, int id) {
    for (int c = 0; c < components; c++) {
      int factors = u8(jpeg, frame + 7 + 3 * c);
      if (u8(jpeg, frame + 6 + 3 * c) == id && factors >> 4 > 0 && (factors & 15) > 0) {
        return factors;
      }
    }
    return -1;
  }

  private static int u8(ByteBuffer jpeg, int at) {
    return jpeg.get(at) & 0xff;
  }

  private static int u16(ByteBuffer jpeg, int at) {
    return u8(jpeg, at) << 8 | u8(jpeg, at + 1);
  }
}
