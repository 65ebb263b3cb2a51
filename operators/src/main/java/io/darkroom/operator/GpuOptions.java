package io.darkroom.operator;

import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.GpuId;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which GPUs a task may use, and what happens when one is lost.
 *
 * @param gpus {@link #ASSIGNED}, {@link #ALL}, or names with commas between: UUIDs such as GPU-…
 *     and MIG-…, or indexes as CUDA counts, such as 0,1
 * @param pinnedBytes see {@link io.darkroom.engine.EngineSite}
 */
public record GpuOptions(String gpus, FaultPolicy onFault, long pinnedBytes)
    implements Serializable {

  /** Those that Flink's external resource {@code gpu} gives the TaskManager; none without it. */
  public static final String ASSIGNED = "assigned";

  /** Every GPU that the driver shows. */
  public static final String ALL = "all";

  public GpuOptions {
    if (!gpus.equals(ASSIGNED) && !gpus.equals(ALL)) {
      requireNames(gpus);
    }
  }

  private static void requireNames(String gpus) {
    try {
      names(gpus);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ("gpus: %s (expected: assigned, all, UUIDs as nvidia-smi -L lists them, or indexes such as"
                  + " 0,1). Choose one of these.")
              .formatted(gpus),
          e);
    }
  }

  private static List<GpuId> names(String gpus) {
    return Arrays.stream(gpus.split(",", -1)).map(GpuId::new).toList();
  }

  /** The GPUs allowed; empty where all are. What Flink assigned is asked for only if needed. */
  Optional<List<GpuId>> allowed(Supplier<List<GpuId>> assigned) {
    return switch (gpus) {
      case ALL -> Optional.empty();
      case ASSIGNED -> Optional.of(assigned.get());
      default -> Optional.of(names(gpus));
    };
  }
}
