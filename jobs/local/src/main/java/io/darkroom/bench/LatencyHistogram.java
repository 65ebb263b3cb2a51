package io.darkroom.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A histogram of durations up to one minute, with three significant digits. */
final class LatencyHistogram {

  private final Histogram histogram = new ConcurrentHistogram(1, 60_000_000, 3);

  void record(long micros) {
    histogram.recordValue(Math.min(60_000_000, Math.max(0, micros)));
  }

  String millis(double percentile) {
    return "%.1f".formatted(histogram.getValueAtPercentile(percentile) / 1000.0);
  }
}
