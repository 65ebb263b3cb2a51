package io.darkroom.engine;

import java.util.List;
import java.util.Optional;

/**
 * The slot in which an engine runs, and the resources that it may use there.
 *
 * @param slot identifies the slot within this process; engines of one slot run one after the other,
 *     engines of different slots in parallel
 * @param gpus the GPUs that may be used: none if the list is empty, any if it is absent
 * @param onFault what to do when this process loses a GPU
 * @param pinnedBytes pinned memory that the slot may hold; pictures beyond it use plain memory
 */
public record EngineSite(
    String slot, Optional<List<GpuId>> gpus, FaultPolicy onFault, long pinnedBytes) {

  public static final long DEFAULT_PINNED_BYTES = 512L << 20;

  /** What to do when a GPU fails and the process must restart before it can use the GPU again. */
  public enum FaultPolicy {
    /** Chains run on the CPU from then on. */
    CPU,
    /** The process exits, so that its supervisor starts it again. */
    EXIT
  }

  public EngineSite {
    gpus = gpus.map(List::copyOf);
  }

  /** Creates a site with the default limit of pinned memory. */
  public EngineSite(String slot, Optional<List<GpuId>> gpus, FaultPolicy onFault) {
    this(slot, gpus, onFault, DEFAULT_PINNED_BYTES);
  }

  /** Creates a site that may use any GPU, for the only engine in a process. */
  public static EngineSite anywhere() {
    return new EngineSite("local", Optional.empty(), FaultPolicy.CPU);
  }
}
