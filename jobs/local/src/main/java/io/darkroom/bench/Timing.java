package io.darkroom.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Durations in microseconds, up to a minute, with three digits. */
final class Timing {

  private final Histogram histogram = new ConcurrentHistogram(1, 60_000_000, 3);

  void record(long micros) {
    histogram.recordValue(Math.min(60_000_000, Math.max(0, micros)));
  }

  String millis(double percentile) {
    return "%.1f".formatted(histogram.getValueAtPercentile(percentile) / 1000.0);
  }
}
