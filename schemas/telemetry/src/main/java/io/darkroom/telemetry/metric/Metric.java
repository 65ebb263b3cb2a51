package io.darkroom.telemetry.metric;

import java.util.List;

/**
 * A Prometheus metric. Values are seconds, bytes, counts or ratios from 0 to 1, as the name says.
 *
 * @param name full name; the series of a histogram add {@code _bucket}, {@code _sum} and {@code
 *     _count}
 * @param meaning description in one sentence
 * @param labels the label names, in order; the same for all series of the metric
 */
public record Metric(String name, Kind kind, String meaning, List<String> labels) {

  /** Type of a metric. */
  public enum Kind {
    /** Only increases, from 0 at the start of the process. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Counts values in the buckets of {@link Buckets}. */
    HISTOGRAM
  }

  public Metric {
    labels = List.copyOf(labels);
  }

  public static Metric counter(String name, String meaning, String... labels) {
    return new Metric(name, Kind.COUNTER, meaning, List.of(labels));
  }

  public static Metric gauge(String name, String meaning, String... labels) {
    return new Metric(name, Kind.GAUGE, meaning, List.of(labels));
  }

  public static Metric histogram(String name, String meaning, String... labels) {
    return new Metric(name, Kind.HISTOGRAM, meaning, List.of(labels));
  }
}
