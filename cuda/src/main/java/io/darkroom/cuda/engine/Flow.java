package io.darkroom.cuda.engine;

import io.darkroom.engine.Filtered;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.engine.Program.Results;
import io.darkroom.engine.WarmUp;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pictures on their way through the ring: while one bundle is computed the next goes up, and the
 * one before comes down and is handed over.
 */
final class Flow {

  private final DeviceChain chain;
  private final List<Mat> images;
  private final int filters;
  private final String accelerator;
  private final WarmUp warmUp;
  private final Usage usage;
  private int bundle;
  private int submitted;
  private int returned;
  private int delivered;

  Flow(
      DeviceChain chain,
      List<Mat> images,
      int filters,
      String accelerator,
      WarmUp warmUp,
      Usage usage) {
    this.chain = chain;
    this.images = images;
    this.filters = filters;
    this.accelerator = accelerator;
    this.warmUp = warmUp;
    this.usage = usage;
  }

  /** How many pictures were handed over. */
  int delivered() {
    return delivered;
  }

  /**
   * Runs all pictures.
   *
   * @param pictures of a bundle
   */
  void run(int pictures, Results results) {
    bundle = pictures;
    int bundles = (images.size() + bundle - 1) / bundle;
    while (returned < bundles) {
      while (submitted < bundles && submitted - returned < chain.ring()) {
        Binding binding = chain.binding(submitted);
        submitted++;
        binding.submit(pictures(submitted - 1));
        usage.launched(binding.launches());
      }
      deliver(results);
    }
  }

  private List<Mat> pictures(int index) {
    return images.subList(index * bundle, Math.min(images.size(), (index + 1) * bundle));
  }

  private void deliver(Results results) {
    Binding binding = chain.binding(returned);
    binding.await();
    int count = pictures(returned).size();
    long[] nanos = new long[filters];
    List<KernelTime> kernels = binding.times(count, nanos);
    usage.busy(binding.busyNanos());
    for (int i = 0; i < count; i++) {
      boolean learning = warmUp.learnsFrom();
      int index = delivered++;
      results.done(
          index,
          new Filtered(binding.result(i), nanos.clone(), learning, accelerator, false, kernels));
    }
    returned++;
  }

  /** Whether nothing is on its way. */
  boolean complete() {
    return returned == submitted;
  }
}
