package io.darkroom.filter;

import java.util.function.IntToDoubleFunction;

/** Makes tables of 256 values. */
public final class Tables {

  private Tables() {}

  /** A curve's values at 0 to 255, cut to 0..255; their fraction is cut off. */
  public static byte[] of(IntToDoubleFunction curve) {
    byte[] table = new byte[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = (byte) Math.max(0, Math.min(255, curve.applyAsDouble(v)));
    }
    return table;
  }
}
