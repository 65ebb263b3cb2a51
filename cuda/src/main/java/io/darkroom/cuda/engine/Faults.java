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

/** Decides how to handle a failure of the GPU. */
final class Faults {

  /** Exit code if a lost GPU ends the process. A new process may be able to use the GPU. */
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
        .map(loss -> "%s is lost to this process (%s); restart the process".formatted(gpu, loss))
        .orElse("");
  }

  /** Returns the last failure, as a clause. */
  String latest() {
    return latest;
  }

  /**
   * Returns whether work that exceeded its timeout is still running. The slot accepts no other work
   * until it has finished.
   */
  boolean stalled() {
    stalled = stalled && !slot.idle();
    return stalled;
  }

  /** Returns whether the last failure was temporary: not enough memory, or a busy driver. */
  boolean passing() {
    return passing;
  }

  /**
   * Handles a failure and returns why the chain moves to the CPU. Marks the GPU as lost if
   * necessary.
   *
   * @param kernels the kernels that may have failed
   */
  Reason met(CudaException failure, String chain, List<String> kernels) {
    latest = failure.getMessage();
    passing = failure.failure() == Failure.MEMORY || failure.failure() == Failure.BUSY;
    return switch (failure.failure()) {
      case MEMORY -> {
        LOG.warn(
            "chain {} in {}: {}; it runs on the CPU for a while",
            chain,
            slot,
            failure.getMessage());
        yield Reason.OUT_OF_MEMORY;
      }
      case BUSY -> {
        LOG.warn(
            "chain {} in {}: {}; it runs on the CPU until the GPU is free",
            chain,
            slot,
            failure.getMessage());
        stalled = true;
        yield Reason.BUSY;
      }
      case REFUSED -> {
        LOG.error(
            "chain {} in {}: {}; it runs on the CPU from now on",
            chain,
            slot,
            failure.getMessage());
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
          "{}: the GPU is lost to this process: {}, in chain {}, caused by one of its kernels {} or by"
              + " another slot. All chains run on the CPU until you restart the process."
              + " Set -Ddarkroom.cuda.sync=true to find the kernel.",
          slot,
          failure.getMessage(),
          chain,
          kernels,
          failure);
    }
    if (policy == FaultPolicy.EXIT) {
      LOG.error("this process exits with code {}, as configured for a lost GPU", EXIT_CODE);
      exit.accept(EXIT_CODE);
    }
  }
}
