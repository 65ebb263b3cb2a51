package io.darkroom.cuda.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.engine.Program.Results;
import io.darkroom.error.DarkroomException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Runs a chain on the CPU instead of the GPU, and marks its results accordingly. */
final class CpuFallback implements AutoCloseable {

  private final CpuEngine engine;
  private final List<ValidStep> steps;
  private final Usage usage;
  private Program program;

  CpuFallback(CpuEngine engine, List<ValidStep> steps, Usage usage) {
    this.engine = engine;
    this.steps = steps;
    this.usage = usage;
  }

  /**
   * Runs the remaining pictures.
   *
   * @param first index of the first picture to process
   */
  void run(List<Mat> images, int first, Results results, Reason reason) {
    if (program == null) {
      program = engine.compile(steps);
    }
    usage.fellBack(reason, images.size() - first);
    program.run(images.subList(first, images.size()), marked(first, results));
  }

  private static Results marked(int first, Results results) {
    return new Results() {
      @Override
      public void done(int index, Filtered r) {
        results.done(
            first + index,
            new Filtered(
                r.image(), r.filterNanos(), r.warmingUp(), r.accelerator(), true, r.kernels()));
      }

      @Override
      public void failed(int index, DarkroomException failure) {
        results.failed(first + index, failure);
      }
    };
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
      program = null;
    }
  }
}
