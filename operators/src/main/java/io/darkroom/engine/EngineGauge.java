package io.darkroom.engine;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A measured value of an engine.
 *
 * @param name in snake_case with its unit, such as {@code gpu_memory_used_bytes}; one name has one
 *     set of labels
 * @param labels at most two
 * @param value read now and then by any thread; NaN where it cannot be told
 */
public record EngineGauge(String name, Map<String, String> labels, DoubleSupplier value) {

  public EngineGauge {
    labels = Map.copyOf(labels);
  }
}
