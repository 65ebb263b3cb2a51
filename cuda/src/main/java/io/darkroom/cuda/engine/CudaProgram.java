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
 * so; models that move to the CPU start again there, and stay.
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

  /** Has the CPU run the chain: for a while, or for good where that is why, or a model moves. */
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
      handThrough(images, results);
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

  private void handThrough(List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      results.done(
          i, new Filtered(images.get(i), new long[0], false, accelerator, false, List.of()));
    }
  }

  /**
   * Whether something has to be planned or to grow, which may take the place of what is under way.
   */
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
      letGo();
    } catch (DarkroomException e) {
      flights.finish(this);
      fail(e, images, results);
    } catch (RuntimeException e) {
      // The CPU form meets the same, and says which picture and which filter.
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

  /** So few that all of the ring has work, but enough to be worth a launch. */
  private int bundle(DeviceChain chain, int images) {
    if (warmUp.stateful()) {
      return 1;
    }
    int even = (images + chain.ring() - 1) / chain.ring();
    long worthwhile = MIN_BUNDLE_BYTES / chain.plan().source().bytes();
    return (int) Math.min(images, Math.max(even, worthwhile));
  }

  /** Runs the pictures on the CPU, from one on. */
  void onCpu(List<Mat> images, int first, Results results, Reason reason) {
    cpu.run(images, first, results, reason);
  }

  /** Takes note of a failure: why the CPU is to go on. */
  Reason failed(CudaException failure, List<String> kernels) {
    Reason reason = faults.met(failure, name, kernels);
    keepOff(reason);
    return reason;
  }

  /** Waits until the GPU has done all that it was given; where that cannot be, says why. */
  Reason rest() {
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

  boolean offForWantOfMemory() {
    return keptOff == Reason.OUT_OF_MEMORY;
  }

  /**
   * Gives back what a chain that is kept off holds and, where memory is short, what the slot
   * reserved; nothing is under way.
   */
  void letGo() {
    if (faults.lost() || stalled()) {
      return;
    }
    try {
      chains.close();
      if (offForWantOfMemory()) {
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

  /** Counts a picture that the GPU filtered; whether models were still learning from it. */
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
