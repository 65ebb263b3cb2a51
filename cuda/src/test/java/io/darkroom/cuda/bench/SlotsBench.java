package io.darkroom.cuda.bench;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Engines;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Measures three slots that filter decoded pictures, alone and beside a fourth slot that
 * continuously opens and closes chains, to show how much slots affect each other.
 */
final class SlotsBench {

  private static final String CHAIN = "gaussian_blur(sigma=2) | sobel";
  private static final List<String> OPENED = List.of("canny", "clahe", "median_blur", "morphology");
  private static final int SLOTS = 3;
  private static final int BUNDLE = 8;

  private final Effort effort;

  SlotsBench(Effort effort) {
    this.effort = effort;
  }

  void write(PrintWriter out) {
    out.printf("### Slots%n%n");
    out.printf(
        "Three slots with `%s`, bundles of %d, total pictures per second:%n%n", CHAIN, BUNDLE);
    out.printf("| size | alone | beside a slot that opens and closes chains |%n|---|---|---|%n");
    for (Map.Entry<String, Shape> shape : effort.shapes()) {
      out.printf(
          "| %s | %.0f | %.0f |%n",
          shape.getKey(), rate(shape.getValue(), false), rate(shape.getValue(), true));
    }
    out.println();
  }

  private double rate(Shape shape, boolean beside) {
    ExecutorService threads = Executors.newFixedThreadPool(SLOTS + 1);
    AtomicBoolean ended = new AtomicBoolean();
    try {
      Future<?> fourth = beside ? threads.submit(() -> openAndClose(shape, ended)) : null;
      List<Future<Double>> slots = new ArrayList<>();
      for (int i = 0; i < SLOTS; i++) {
        String name = "slot " + i;
        slots.add(threads.submit(() -> filter(name, shape)));
      }
      double sum = 0;
      for (Future<Double> slot : slots) {
        sum += slot.get();
      }
      ended.set(true);
      if (fourth != null) {
        fourth.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      ended.set(true);
      threads.shutdown();
    }
  }

  private double filter(String slot, Shape shape) {
    try (Engine engine = open(slot);
        Program program = engine.compile(FilterRun.steps(CHAIN));
        Mat picture = picture(shape)) {
      List<Mat> pictures = Collections.nCopies(BUNDLE, picture);
      program.run(pictures, ON_GPU);
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < effort.seconds() * 1e9) {
        program.run(pictures, ON_GPU);
        count += BUNDLE;
      }
      return count * 1e9 / (System.nanoTime() - start);
    }
  }

  private void openAndClose(Shape shape, AtomicBoolean ended) {
    try (Engine engine = open("slot " + SLOTS);
        Mat picture = picture(shape)) {
      for (int i = 0; !ended.get(); i++) {
        try (Program program = engine.compile(FilterRun.steps(OPENED.get(i % OPENED.size())))) {
          program.run(List.of(picture), ON_GPU);
        }
      }
    }
  }

  private static Engine open(String slot) {
    EngineSite site = new EngineSite(slot, Optional.empty(), FaultPolicy.CPU);
    return Engines.load(SlotsBench.class.getClassLoader())
        .open(Accelerator.CUDA, FilterRun.CATALOGUE, site)
        .engine();
  }

  private static Mat picture(Shape shape) {
    return Picture.random(shape.width(), shape.height(), shape.channels(), 1).mat();
  }

  private static final Program.Results ON_GPU =
      new Program.Results() {
        @Override
        public void done(int index, Filtered result) {
          if (result.fellBack()) {
            throw new IllegalStateException("a picture fell back to the CPU");
          }
        }

        @Override
        public void failed(int index, DarkroomException failure) {
          throw failure;
        }
      };
}
