package io.darkroom.engine;

import io.darkroom.telemetry.metric.Metric;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A measured value of an engine.
 *
 * @param metric one of {@link io.darkroom.metric.JobMetrics}
 * @param labels a value for each label of the metric
 * @param value read at any time by any thread; NaN if it is unknown
 */
public record EngineGauge(Metric metric, Map<String, String> labels, DoubleSupplier value) {

  public EngineGauge {
    labels = Map.copyOf(labels);
  }
}
