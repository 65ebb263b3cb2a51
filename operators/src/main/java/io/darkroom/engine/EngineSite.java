package io.darkroom.engine;

import java.util.List;
import java.util.Optional;

/**
 * Where an engine is to work.
 *
 * @param slot names the place in this process whose engine it is: engines of one slot follow each
 *     other, engines of different slots work side by side
 * @param gpus the GPUs that may be used; none where the list is empty, and any where it is absent
 * @param onFault what to do when a GPU is lost for this process
 * @param pinnedBytes of pinned memory that the slot may hold; pictures beyond it lie in plain
 *     memory
 */
public record EngineSite(
    String slot, Optional<List<GpuId>> gpus, FaultPolicy onFault, long pinnedBytes) {

  public static final long DEFAULT_PINNED_BYTES = 512L << 20;

  /** What happens once a GPU cannot be used any more before the process is started again. */
  public enum FaultPolicy {
    /** Chains run on the CPU from then on. */
    CPU,
    /** The process ends, so that whoever watches it starts another. */
    EXIT
  }

  public EngineSite {
    gpus = gpus.map(List::copyOf);
  }

  /** A site with the default of pinned memory. */
  public EngineSite(String slot, Optional<List<GpuId>> gpus, FaultPolicy onFault) {
    this(slot, gpus, onFault, DEFAULT_PINNED_BYTES);
  }

  /** Any GPU, for whoever is alone in the process. */
  public static EngineSite anywhere() {
    return new EngineSite("local", Optional.empty(), FaultPolicy.CPU);
  }
}
