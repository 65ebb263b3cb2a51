package io.darkroom.operator;

import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.GpuId;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The GPUs that a task may use, and what to do when one is lost.
 *
 * @param gpus {@link #ASSIGNED}, {@link #ALL}, or ids separated by commas: UUIDs such as GPU-… and
 *     MIG-…, or CUDA's indexes, such as 0,1
 * @param pinnedBytes see {@link io.darkroom.engine.EngineSite}
 */
public record GpuOptions(String gpus, FaultPolicy onFault, long pinnedBytes)
    implements Serializable {

  /**
   * The GPUs that Flink's external resource {@code gpu} assigns to the TaskManager; none without
   * it.
   */
  public static final String ASSIGNED = "assigned";

  /** Every GPU that the driver reports. */
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

  /**
   * Returns the allowed GPUs; empty if all are allowed. Reads Flink's assignment only if needed.
   */
  Optional<List<GpuId>> allowed(Supplier<List<GpuId>> assigned) {
    return switch (gpus) {
      case ALL -> Optional.empty();
      case ASSIGNED -> Optional.of(assigned.get());
      default -> Optional.of(names(gpus));
    };
  }
}
