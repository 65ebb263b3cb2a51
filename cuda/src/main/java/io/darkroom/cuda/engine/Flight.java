package io.darkroom.cuda.engine;

import io.darkroom.engine.Filtered;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.engine.Program.Results;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** The pictures of one call, which pass through the ring in bundles. Used by {@link Flights}. */
final class Flight {

  private record UnderWay(int entry, Binding binding, List<Mat> images) {}

  private final CudaProgram program;
  private final DeviceChain chain;
  private final List<Mat> images;
  private final int bundle;
  private final Results results;
  private final Deque<UnderWay> bundles = new ArrayDeque<>();
  private int submitted;
  private int delivered;
  private RuntimeException refused;
  private Throwable failure;

  /**
   * Creates a flight without submitting anything.
   *
   * @param bundle number of pictures in a bundle, which the chain has reserved memory for
   */
  Flight(CudaProgram program, DeviceChain chain, List<Mat> images, int bundle, Results results) {
    this.program = program;
    this.chain = chain;
    this.images = images;
    this.bundle = bundle;
    this.results = results;
  }

  CudaProgram program() {
    return program;
  }

  /** Returns whether some pictures are not submitted yet. */
  boolean waits() {
    return refused == null && submitted < images.size();
  }

  /** Returns whether a bundle could not be submitted; {@link #deliver} throws the cause. */
  boolean refused() {
    return refused != null;
  }

  boolean complete() {
    return delivered == images.size();
  }

  /** Submits the next bundle in an entry of the ring. */
  void submit(int entry) {
    Binding binding = chain.binding(entry);
    List<Mat> next = images.subList(submitted, Math.min(images.size(), submitted + bundle));
    bundles.add(new UnderWay(entry, binding, next));
    submitted += next.size();
    try {
      binding.submit(next);
      program.usage().launched(binding.launches());
    } catch (RuntimeException e) {
      refused = e;
    }
  }

  /**
   * Waits for the oldest bundle and delivers its results.
   *
   * @return the ring entry that is now free
   */
  int deliver() {
    if (refused != null) {
      throw refused;
    }
    UnderWay oldest = bundles.element();
    Binding binding = oldest.binding();
    binding.await();
    int count = oldest.images().size();
    long[] nanos = new long[program.filters()];
    List<KernelTime> kernels = binding.times(count, nanos);
    program.usage().busy(binding.busyNanos());
    for (int i = 0; i < count; i++) {
      boolean learning = program.learns();
      int index = delivered++;
      results.done(
          index,
          new Filtered(
              binding.result(i), nanos.clone(), learning, program.accelerator(), false, kernels));
    }
    return bundles.remove().entry();
  }

  /** Drops all submitted bundles without delivering them; returns their ring entries. */
  List<Integer> abandon() {
    List<Integer> entries = bundles.stream().map(UnderWay::entry).toList();
    bundles.clear();
    return entries;
  }

  /** Processes the pictures that are not delivered on the CPU. */
  void redo(Reason reason) {
    try {
      program.onCpu(images, delivered, results, reason);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Ends the flight early; delivers nothing more. */
  void fail(Throwable cause) {
    failure = cause;
  }

  List<String> kernels() {
    return chain.kernels();
  }

  /** Throws the failure that ended the flight early, if there is one. */
  void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
