package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.metric.Metric;
import java.util.Map;
import java.util.TreeMap;

/** Reads gauges that are exported, so that other views show the same values. */
public final class GaugeValues {

  private GaugeValues() {}

  /**
   * Returns the present values of a gauge by its only label.
   *
   * @param gauge exported by {@link GatewayMetrics#observe}
   */
  public static Map<String, Long> of(GatewayMetrics metrics, Metric gauge) {
    Map<String, Long> values = new TreeMap<>();
    String label = gauge.labels().get(0);
    metrics
        .registry()
        .find(gauge.name())
        .gauges()
        .forEach(each -> values.put(each.getId().getTag(label), (long) each.value()));
    return values;
  }
}
