package io.darkroom.cuda.engine;

import static java.util.stream.Collectors.joining;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.engine.WarmUp;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A chain on a GPU. What the GPU cannot do, for now or for good, the CPU does, and the result says
 * so; models that move to the CPU begin anew there, and stay.
 */
final class CudaProgram implements Program {

  private static final long MIN_BUNDLE_BYTES = 2L << 20;
  private static final long PAUSE_NANOS = 60_000_000_000L;
  private static final long BUSY_PAUSE_NANOS = 1_000_000_000L;

  private final Slot slot;
  private final List<ValidStep> steps;
  private final FilterCatalogue filters;
  private final Faults faults;
  private final Usage usage;
  private final CpuFallback cpu;
  private final WarmUp warmUp;
  private final ChainCache chains;
  private final String accelerator;
  private final String name;
  private Reason keptOff;
  private boolean forGood;
  private long keptOffUntil;

  CudaProgram(CudaEngine engine, List<ValidStep> steps, FilterCatalogue filters) {
    this.slot = engine.slot();
    this.steps = steps;
    this.filters = filters;
    this.faults = engine.faults();
    this.usage = engine.usage();
    this.accelerator = engine.accelerator();
    name = steps.stream().map(step -> step.filter().id()).collect(joining(" | "));
    cpu = new CpuFallback(engine.cpu(), steps, usage);
    warmUp = new WarmUp(steps, filters);
    chains = new ChainCache(slot, warmUp.stateful());
    if (!ChainPlan.possible(steps, filters)) {
      keepOff(Reason.NO_KERNELS);
    }
  }

  private void keepOff(Reason reason) {
    keptOff = reason;
    boolean passes = reason == Reason.OUT_OF_MEMORY || reason == Reason.BUSY;
    forGood = !passes || warmUp.stateful();
    keptOffUntil = System.nanoTime() + (reason == Reason.BUSY ? BUSY_PAUSE_NANOS : PAUSE_NANOS);
  }

  @Override
  public void run(List<Mat> images, Results results) {
    if (images.isEmpty()) {
      return;
    }
    if (steps.isEmpty()) {
      handThrough(images, results);
      return;
    }
    Optional<Reason> reason = offGpu(images);
    if (reason.isPresent()) {
      cpu.run(images, 0, results, reason.get());
      return;
    }
    onGpu(images, results);
  }

  private void handThrough(List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      results.done(
          i, new Filtered(images.get(i), new long[0], false, accelerator, false, List.of()));
    }
  }

  private Optional<Reason> offGpu(List<Mat> images) {
    if (faults.lost()) {
      return Optional.of(Reason.DEVICE_LOST);
    }
    if (keptOff != null && (forGood || System.nanoTime() - keptOffUntil < 0)) {
      return Optional.of(keptOff);
    }
    if (stalled()) {
      return Optional.of(Reason.BUSY);
    }
    keptOff = null;
    int type = images.get(0).type();
    return type == CV_8UC1 || type == CV_8UC3 ? Optional.empty() : Optional.of(Reason.NO_KERNELS);
  }

  private boolean stalled() {
    try {
      slot.enter();
      return faults.stalled();
    } catch (CudaException e) {
      keepOff(faults.met(e, name, List.of()));
      return true;
    }
  }

  private void onGpu(List<Mat> images, Results results) {
    Mat first = images.get(0);
    Shape shape = new Shape(first.cols(), first.rows(), first.channels());
    boolean anew = warmUp.begins(shape);
    DeviceChain chain;
    try {
      slot.enter();
      chain = chains.of(shape, () -> ChainPlan.of(steps, filters, shape));
    } catch (CudaException e) {
      takeOver(e, List.of(), images, 0, results);
      settle(true);
      return;
    } catch (DarkroomException e) {
      fail(e, images, results);
      return;
    } catch (RuntimeException e) {
      // The CPU form meets the same, and says which picture and which filter.
      cpu.run(images, 0, results, Reason.NO_KERNELS);
      return;
    }
    run(chain, anew, images, results);
  }

  private static void fail(DarkroomException failure, List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      results.failed(i, failure);
    }
  }

  private void run(DeviceChain chain, boolean anew, List<Mat> images, Results results) {
    Flow flow = new Flow(chain, images, steps.size(), accelerator, warmUp, usage);
    try {
      int bundle = chain.reserve(bundle(chain, images.size()), !Pinned.all(slot, images));
      if (anew) {
        chain.clearModels(slot.compute());
      }
      flow.run(bundle, results);
    } catch (CudaException e) {
      takeOver(e, chain.kernels(), images, flow.delivered(), results);
    } finally {
      settle(flow.complete());
    }
  }

  /** So few that all of the ring has work, but enough to be worth a launch. */
  private int bundle(DeviceChain chain, int images) {
    if (warmUp.stateful()) {
      return 1;
    }
    int even = (images + chain.ring() - 1) / chain.ring();
    long worthwhile = MIN_BUNDLE_BYTES / chain.plan().source().bytes();
    return (int) Math.min(images, Math.max(even, worthwhile));
  }

  private void takeOver(
      CudaException failure, List<String> kernels, List<Mat> images, int done, Results results) {
    Reason reason = faults.met(failure, name, kernels);
    keepOff(reason);
    cpu.run(images, done, results, reason);
  }

  /**
   * Leaves the ring as a next run may use it; while the chain is kept off the GPU for want of
   * memory, what the slot reserved there is for others.
   */
  private void settle(boolean complete) {
    if (faults.lost() || stalled()) {
      return;
    }
    try {
      if (!complete) {
        slot.finish();
      }
      if (keptOff != null) {
        chains.close();
      }
      if (keptOff == Reason.OUT_OF_MEMORY) {
        slot.release();
      }
    } catch (CudaException e) {
      keepOff(faults.met(e, name, List.of()));
    }
  }

  @Override
  public void close() {
    cpu.close();
    try {
      slot.enter();
      chains.close();
    } catch (CudaException e) {
      faults.met(e, name, List.of());
    }
  }
}
