package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.filter.Filter;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Runs kernels on small pictures of odd sizes with buffers of exact size, for tools that check
 * memory accesses, such as AddressSanitizer and compute-sanitizer.
 *
 * <p>Usage: {@code KernelTour} for every setting of every filter, or {@code KernelTour MISTAKE} for
 * one planted bug.
 */
public final class KernelTour {

  private static final int[][] SIZES = {{1, 1}, {1, 5}, {7, 1}, {33, 7}, {37, 35}};
  private static final int LAYERS = 2;
  private static final long MOST_BYTES = 4 << 20;

  private KernelTour() {}

  public static void main(String[] arguments) {
    StandIn.orRealGpu();
    Device.enter();
    if (arguments.length == 0) {
      System.out.printf("%d runs of kernels%n", tour());
    } else {
      planted(arguments[0]);
    }
  }

  private static void planted(String mistake) {
    try (KernelRun run = Planted.run(mistake)) {
      run.run(List.of(Picture.random(33, 7, 1, 1)));
    }
  }

  private static int tour() {
    int runs = 0;
    for (String filter : GpuFilters.ids()) {
      for (ValidStep step : new Settings(GpuFilters.definition(filter)).every()) {
        runs += tour(step);
      }
    }
    return runs;
  }

  private static int tour(ValidStep step) {
    int runs = 0;
    for (int[] size : SIZES) {
      for (int channels : new int[] {1, 3}) {
        runs += run(step, size, channels);
      }
    }
    return runs;
  }

  /** Skips pictures that the filter refuses, or whose results would be huge. */
  private static int run(ValidStep step, int[] size, int channels) {
    if (outputBytes(step, new Shape(size[0], size[1], channels)) > MOST_BYTES) {
      return 0;
    }
    Picture picture = Pictures.any(size[0], size[1], channels, new Random(1));
    try (KernelRun run = KernelRun.of(FilterRun.CATALOGUE, step)) {
      int layers = step.filter().stateful() ? 1 : LAYERS;
      run.run(Collections.nCopies(layers, picture));
      return 1;
    }
  }

  private static long outputBytes(ValidStep step, Shape shape) {
    Filter filter = FilterRun.CATALOGUE.filter(step.filter().id());
    if (!filter.points(step.arguments()).isEmpty()) {
      return shape.bytes();
    }
    try {
      return filter.kernels(step.arguments()).orElseThrow().plan(shape).output().bytes();
    } catch (RuntimeException refused) {
      return Long.MAX_VALUE;
    }
  }
}
