package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Failure;
import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.EngineSite.FaultPolicy;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a failure of the GPU leads to. */
final class Faults {

  /** The process's exit code where a lost GPU ends it: a new process may do better. */
  static final int EXIT_CODE = 75;

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final Slot slot;
  private final Gpu gpu;
  private final FaultPolicy policy;
  private final IntConsumer exit;
  private String latest = "no kernels";
  private boolean passing;
  private boolean stalled;

  Faults(Slot slot, FaultPolicy policy, IntConsumer exit) {
    this.slot = slot;
    this.gpu = slot.gpu();
    this.policy = policy;
    this.exit = exit;
  }

  boolean lost() {
    return gpu.loss().isPresent();
  }

  /** See {@link io.darkroom.engine.Engine#trouble}. */
  String trouble() {
    return gpu.loss()
        .map(
            loss -> "%s is lost to this process (%s); start the process again".formatted(gpu, loss))
        .orElse("");
  }

  /** What failed last, as a clause. */
  String latest() {
    return latest;
  }

  /**
   * Whether work that the slot did not wait for any longer still goes on. The slot takes no other
   * until it has ended.
   */
  boolean stalled() {
    stalled = stalled && !slot.idle();
    return stalled;
  }

  /** Whether the last failure was for want of memory, or of a driver that had time. */
  boolean passing() {
    return passing;
  }

  /**
   * Why the chain goes to the CPU; gives the GPU up where it is lost.
   *
   * @param kernels those that may have failed
   */
  Reason met(CudaException failure, String chain, List<String> kernels) {
    latest = failure.getMessage();
    passing = failure.failure() == Failure.MEMORY || failure.failure() == Failure.BUSY;
    return switch (failure.failure()) {
      case MEMORY -> {
        LOG.warn("chain {} in {}: {}; the CPU runs it", chain, slot, failure.getMessage());
        yield Reason.OUT_OF_MEMORY;
      }
      case BUSY -> {
        LOG.warn("chain {} in {}: {}; the CPU goes on", chain, slot, failure.getMessage());
        stalled = true;
        yield Reason.BUSY;
      }
      case REFUSED -> {
        LOG.error("chain {} in {}: {}; it stays on the CPU", chain, slot, failure.getMessage());
        yield Reason.REFUSED;
      }
      case LOST -> {
        lose(failure, chain, kernels);
        yield Reason.DEVICE_LOST;
      }
    };
  }

  private void lose(CudaException failure, String chain, List<String> kernels) {
    if (gpu.lose(failure.getMessage())) {
      LOG.error(
          "{}: the GPU is lost to this process: {}, in chain {}, by one of its kernels {} or another slot's."
              + " All chains run on the CPU until the process is started again;"
              + " -Ddarkroom.cuda.sync=true names the kernel.",
          slot,
          failure.getMessage(),
          chain,
          kernels,
          failure);
    }
    if (policy == FaultPolicy.EXIT) {
      LOG.error("this process ends with exit code {}, as it is told for a lost GPU", EXIT_CODE);
      exit.accept(EXIT_CODE);
    }
  }
}
