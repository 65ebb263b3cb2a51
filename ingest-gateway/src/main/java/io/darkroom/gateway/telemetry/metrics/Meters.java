package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.metric.Buckets;
import io.darkroom.telemetry.metric.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counters and timers of a registry, each created when it is first used. Thread-safe. */
final class Meters {

  private static final Duration[] BUCKETS =
      Arrays.stream(Buckets.micros())
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private record Series(Metric metric, List<String> values) {}

  private final MeterRegistry registry;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  Counter counter(Metric metric, String... values) {
    return counters.computeIfAbsent(
        new Series(metric, List.of(values)),
        series ->
            Counter.builder(metric.name())
                .tags(tags(metric, series.values()))
                .description(metric.meaning())
                .register(registry));
  }

  Timer timer(Metric metric, String... values) {
    return timers.computeIfAbsent(
        new Series(metric, List.of(values)),
        series ->
            Timer.builder(metric.name())
                .tags(tags(metric, series.values()))
                .description(metric.meaning())
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  static List<Tag> tags(Metric metric, List<String> values) {
    List<Tag> tags = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      tags.add(Tag.of(metric.labels().get(i), values.get(i)));
    }
    return tags;
  }
}
