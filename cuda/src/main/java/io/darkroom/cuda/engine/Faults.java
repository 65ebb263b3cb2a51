package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Gpu;
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

  private final Gpu gpu;
  private final FaultPolicy policy;
  private final IntConsumer exit;
  private String latest = "no kernels";

  Faults(Gpu gpu, FaultPolicy policy, IntConsumer exit) {
    this.gpu = gpu;
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
            loss ->
                "%s is lost to this process (%s); start the process again".formatted(gpu, loss))
        .orElse("");
  }

  /** What failed last, as a clause. */
  String latest() {
    return latest;
  }

  /**
   * Why the chain goes to the CPU; gives the GPU up where it is lost.
   *
   * @param kernels those that may have failed
   */
  Reason met(CudaException failure, String chain, List<String> kernels) {
    latest = failure.getMessage();
    return switch (failure.failure()) {
      case MEMORY -> {
        LOG.warn("chain {} on {}: {}; it runs on the CPU", chain, gpu, failure.getMessage());
        yield Reason.OUT_OF_MEMORY;
      }
      case REFUSED -> {
        LOG.error("chain {} on {}: {}; it stays on the CPU", chain, gpu, failure.getMessage());
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
          "{} is lost to this process: {}, in chain {}, by one of its kernels {} or by another slot's."
              + " All chains run on the CPU until the process is started again;"
              + " -Ddarkroom.cuda.sync=true names the kernel.",
          gpu,
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
