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
 * A chain on a GPU. Falls back to the CPU, for a while or permanently, when the GPU cannot run it,
 * and marks the results accordingly. A chain with models that moves to the CPU starts with new
 * models and stays there.
 */
final class CudaProgram implements Program {

  private static final long MIN_BUNDLE_BYTES = 2L << 20;
  private static final long PAUSE_NANOS = 60_000_000_000L;
  private static final long BUSY_PAUSE_NANOS = 1_000_000_000L;

  private final Slot slot;
  private final List<ValidStep> steps;
  private final FilterCatalogue filters;
  private final Flights flights;
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
    this.flights = engine.flights();
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

  /**
   * Runs the chain on the CPU from now on: permanently if it is stateful or the reason is
   * permanent, otherwise for a while.
   */
  void keepOff(Reason reason) {
    keptOff = reason;
    boolean passes = reason == Reason.OUT_OF_MEMORY || reason == Reason.BUSY;
    forGood = !passes || warmUp.stateful();
    keptOffUntil = System.nanoTime() + (reason == Reason.BUSY ? BUSY_PAUSE_NANOS : PAUSE_NANOS);
  }

  @Override
  public void run(List<Mat> images, Results results) {
    start(images, results).finish();
  }

  @Override
  public Running start(List<Mat> images, Results results) {
    if (images.isEmpty()) {
      return Running.FINISHED;
    }
    if (steps.isEmpty()) {
      passThrough(images, results);
      return Running.FINISHED;
    }
    Optional<Reason> reason = offGpu(images);
    if (reason.isEmpty() && mustMakeWay(images)) {
      flights.finish();
      reason = offGpu(images);
    }
    if (reason.isEmpty()) {
      return onGpu(images, results);
    }
    flights.finish(this);
    onCpu(images, 0, results, reason.get());
    return Running.FINISHED;
  }

  private void passThrough(List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      results.done(
          i, new Filtered(images.get(i), new long[0], false, accelerator, false, List.of()));
    }
  }

  /** Returns whether a plan must be made or a buffer must grow, which could move buffers in use. */
  private boolean mustMakeWay(List<Mat> images) {
    DeviceChain chain = chains.known(shape(images));
    return chain == null || !chain.hasRoom(bundle(chain, images.size()), staged(images));
  }

  private static Shape shape(List<Mat> images) {
    Mat first = images.get(0);
    return new Shape(first.cols(), first.rows(), first.channels());
  }

  private boolean staged(List<Mat> images) {
    return !Pinned.all(slot, images);
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

  private Running onGpu(List<Mat> images, Results results) {
    try {
      return flights.start(flight(images, results));
    } catch (CudaException e) {
      Reason reason = failed(e, List.of());
      flights.finish();
      onCpu(images, 0, results, reason);
      freeMemory();
    } catch (DarkroomException e) {
      flights.finish(this);
      fail(e, images, results);
    } catch (RuntimeException e) {
      // The CPU form fails in the same way, and reports the picture and the filter.
      flights.finish(this);
      onCpu(images, 0, results, Reason.NO_KERNELS);
    }
    return Running.FINISHED;
  }

  private Flight flight(List<Mat> images, Results results) {
    Shape shape = shape(images);
    boolean begins = warmUp.begins(shape);
    slot.enter();
    DeviceChain chain = chains.of(shape, () -> ChainPlan.of(steps, filters, shape));
    int bundle = chain.reserve(bundle(chain, images.size()), staged(images));
    if (begins) {
      chain.clearModels(slot.compute());
    }
    return new Flight(this, chain, images, bundle, results);
  }

  private static void fail(DarkroomException failure, List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      results.failed(i, failure);
    }
  }

  /** Chooses a bundle size that uses all ring entries, but is large enough for a launch. */
  private int bundle(DeviceChain chain, int images) {
    if (warmUp.stateful()) {
      return 1;
    }
    int even = (images + chain.ring() - 1) / chain.ring();
    long worthwhile = MIN_BUNDLE_BYTES / chain.plan().source().bytes();
    return (int) Math.min(images, Math.max(even, worthwhile));
  }

  /** Runs the pictures from index {@code first} on the CPU. */
  void onCpu(List<Mat> images, int first, Results results, Reason reason) {
    cpu.run(images, first, results, reason);
  }

  /** Handles a failure and returns why the CPU continues. */
  Reason failed(CudaException failure, List<String> kernels) {
    Reason reason = faults.met(failure, name, kernels);
    keepOff(reason);
    return reason;
  }

  /** Waits until the GPU has finished all work; returns null, or why that is not possible. */
  Reason awaitIdle() {
    if (faults.lost()) {
      return Reason.DEVICE_LOST;
    }
    if (stalled()) {
      return Reason.BUSY;
    }
    try {
      slot.finish();
      return null;
    } catch (CudaException e) {
      return failed(e, List.of());
    }
  }

  boolean outOfMemory() {
    return keptOff == Reason.OUT_OF_MEMORY;
  }

  /**
   * Frees the memory of a chain that runs on the CPU and, if memory is short, the buffers of the
   * slot. Call it only while no work is in progress.
   */
  void freeMemory() {
    if (faults.lost() || stalled()) {
      return;
    }
    try {
      chains.close();
      if (outOfMemory()) {
        slot.release();
      }
    } catch (CudaException e) {
      failed(e, List.of());
    }
  }

  int filters() {
    return steps.size();
  }

  String accelerator() {
    return accelerator;
  }

  Usage usage() {
    return usage;
  }

  /** Counts a picture that the GPU filtered; returns whether the models are still warming up. */
  boolean learns() {
    return warmUp.learnsFrom();
  }

  @Override
  public void close() {
    flights.finish(this);
    cpu.close();
    try {
      slot.enter();
      chains.close();
    } catch (CudaException e) {
      faults.met(e, name, List.of());
    }
  }
}
