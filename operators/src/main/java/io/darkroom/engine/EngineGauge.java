package io.darkroom.engine;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A measured value of an engine.
 *
 * @param name in snake_case with its unit; one name has one set of labels. Flink puts the names of
 *     the labels before it: {@code memory_used_bytes} of label {@code gpu} is told as {@code
 *     gpu_memory_used_bytes}
 * @param labels at most two
 * @param value read now and then by any thread; NaN where it cannot be told
 */
public record EngineGauge(String name, Map<String, String> labels, DoubleSupplier value) {

  public EngineGauge {
    labels = Map.copyOf(labels);
  }
}
