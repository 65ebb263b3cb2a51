package io.darkroom.telemetry.metric;

import java.util.List;

/** The upper bounds of every histogram's buckets: the same everywhere, so that all add up. */
public final class Buckets {

  /** In seconds, as the label {@code le} has them. */
  public static final List<String> SECONDS =
      List.of(
          "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1",
          "2.5", "5", "10");

  private Buckets() {}

  /** In microseconds, in the same order. */
  public static long[] micros() {
    return SECONDS.stream().mapToLong(s -> Math.round(Double.parseDouble(s) * 1e6)).toArray();
  }
}
