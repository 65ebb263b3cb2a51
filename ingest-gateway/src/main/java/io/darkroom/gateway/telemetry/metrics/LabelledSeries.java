package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.SharedLabel;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A metric with one label whose values come and go; read at each scrape. Thread-safe if the
 * supplier is.
 *
 * @param limit limit of label values; over it, counts are summed as {@link SharedLabel#OTHER} and
 *     gauges are left out
 * @param values by label value
 */
record LabelledSeries(Metric metric, int limit, Supplier<? extends Map<String, Double>> values)
    implements Collector {

  private static final String TOTAL = "_total";

  @Override
  public MetricSnapshot collect() {
    return metric.name().endsWith(TOTAL) ? counter() : gauge();
  }

  private MetricSnapshot counter() {
    String name = metric.name().substring(0, metric.name().length() - TOTAL.length());
    CounterSnapshot.Builder shown = CounterSnapshot.builder().name(name).help(metric.meaning());
    limited(true)
        .forEach(
            (label, value) ->
                shown.dataPoint(
                    CounterDataPointSnapshot.builder().labels(labels(label)).value(value).build()));
    return shown.build();
  }

  private MetricSnapshot gauge() {
    GaugeSnapshot.Builder shown =
        GaugeSnapshot.builder().name(metric.name()).help(metric.meaning());
    limited(false)
        .forEach(
            (label, value) ->
                shown.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels(label)).value(value).build()));
    return shown.build();
  }

  private Map<String, Double> limited(boolean sumOthers) {
    Map<String, Double> shown = new TreeMap<>();
    values
        .get()
        .forEach(
            (label, value) -> {
              if (shown.size() < limit) {
                shown.put(label, value);
              } else if (sumOthers) {
                shown.merge(SharedLabel.OTHER, value, Double::sum);
              }
            });
    return shown;
  }

  private Labels labels(String value) {
    return Labels.of(metric.labels().get(0), value);
  }
}
