package io.darkroom.telemetry.metric;

import java.util.List;

/**
 * A metric as Prometheus sees it. Seconds, bytes and ratios from 0 to 1; the name says which.
 *
 * @param name in full; a histogram's series add {@code _bucket}, {@code _sum} and {@code _count}
 * @param meaning one sentence for people
 * @param labels what its series are told apart by, in order; one name has one list of them
 */
public record Metric(String name, Kind kind, String meaning, List<String> labels) {

  /** What its values do. */
  public enum Kind {
    /** Only grows, from 0 at the start of the process. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Counts by buckets of {@link Buckets}. */
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
