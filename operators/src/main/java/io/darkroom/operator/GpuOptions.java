package io.darkroom.operator;

import io.darkroom.engine.EngineSite.FaultPolicy;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which GPUs a task may use, and what happens when one is lost.
 *
 * @param gpus {@link #ASSIGNED}, {@link #ALL}, or indexes with commas between, such as 0,1
 */
public record GpuOptions(String gpus, FaultPolicy onFault) implements Serializable {

  /** Those that Flink's external resource {@code gpu} gives the TaskManager; none without it. */
  public static final String ASSIGNED = "assigned";

  /** Every GPU that the driver shows. */
  public static final String ALL = "all";

  public GpuOptions {
    if (!gpus.matches("assigned|all|\\d+(,\\d+)*")) {
      throw new IllegalArgumentException(
          "gpus: %s (expected: assigned, all, or indexes such as 0,1). Choose one of these."
              .formatted(gpus));
    }
  }

  /** The indexes allowed; empty where all are. What Flink assigned is asked for only if needed. */
  Optional<List<Integer>> indexes(Supplier<List<Integer>> assigned) {
    return switch (gpus) {
      case ALL -> Optional.empty();
      case ASSIGNED -> Optional.of(assigned.get());
      default -> Optional.of(Arrays.stream(gpus.split(",")).map(Integer::valueOf).toList());
    };
  }
}
