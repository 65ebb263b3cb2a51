package io.darkroom.telemetry.metric;

import java.util.List;

/** The bucket bounds of all histograms. They are equal everywhere, so that you can add series. */
public final class Buckets {

  /** Upper bounds in seconds, as in the label {@code le}. */
  public static final List<String> SECONDS =
      List.of(
          "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1",
          "2.5", "5", "10");

  private Buckets() {}

  /** Returns the upper bounds in microseconds, in the same order. */
  public static long[] micros() {
    return SECONDS.stream().mapToLong(s -> Math.round(Double.parseDouble(s) * 1e6)).toArray();
  }
}
