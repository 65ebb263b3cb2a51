package io.darkroom.gateway.sources.pull.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits a byte stream into NAL units (ITU-T H.264 and H.265, annex B). */
final class AnnexB {

  private AnnexB() {}

  /** Returns the units of each picture, preceded by its parameter sets. */
  static List<List<byte[]>> pictures(Codec codec, byte[] stream) {
    List<List<byte[]>> pictures = new ArrayList<>();
    List<byte[]> current = new ArrayList<>();
    boolean hasSlice = false;
    for (byte[] unit : units(stream)) {
      boolean slice = isSlice(codec, unit);
      if (hasSlice && (!slice || isFirstSlice(codec, unit))) {
        pictures.add(current);
        current = new ArrayList<>();
        hasSlice = false;
      }
      current.add(unit);
      hasSlice |= slice;
    }
    pictures.add(current);
    return pictures;
  }

  static int type(Codec codec, byte[] unit) {
    return codec == Codec.H264 ? unit[0] & 0x1f : unit[0] >> 1 & 0x3f;
  }

  private static boolean isSlice(Codec codec, byte[] unit) {
    int type = type(codec, unit);
    return codec == Codec.H264 ? type >= 1 && type <= 5 : type < 32;
  }

  private static boolean isFirstSlice(Codec codec, byte[] unit) {
    return (unit[codec == Codec.H264 ? 1 : 2] & 0x80) != 0;
  }

  private static List<byte[]> units(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    int start = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        if (start >= 0) {
          units.add(unit(stream, start, i));
        }
        start = i + 3;
        i += 2;
      }
    }
    units.add(unit(stream, start, stream.length));
    return units;
  }

  private static byte[] unit(byte[] stream, int from, int to) {
    int end = to;
    while (end > from && stream[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOfRange(stream, from, end);
  }
}
