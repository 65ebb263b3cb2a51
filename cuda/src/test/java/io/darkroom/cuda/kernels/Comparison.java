package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.Engines;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/** Compares chains on the CPU engine and the GPU engine. */
final class Comparison implements AutoCloseable {

  private final Engine cpu = new CpuEngine(FilterRun.CATALOGUE);
  private final Engine gpu =
      Engines.load(Comparison.class.getClassLoader())
          .open(Accelerator.CUDA, FilterRun.CATALOGUE, EngineSite.anywhere())
          .engine();

  /** The outcome for one picture: the result, or the message of its refusal. */
  private record Outcome(Optional<Picture> picture, String refusal) {}

  /**
   * Fails if a value differs by more than the filters' tolerance, if only one engine refuses a
   * picture, or if the GPU did not process it.
   *
   * @param frames pictures of one shape, processed together
   * @param what describes the case in the failure
   * @return false if both engines refuse these frames
   */
  boolean compare(List<ValidStep> chain, List<Picture> frames, String what) {
    List<Outcome> expected = run(cpu, chain, frames, what);
    List<Outcome> actual = run(gpu, chain, frames, what);
    int tolerance = chain.stream().mapToInt(step -> step.filter().tolerance()).max().orElse(0);
    boolean refused = false;
    for (int i = 0; i < frames.size(); i++) {
      String frame = "%s, frame %d of %s".formatted(what, i, frames.get(i));
      if (!actual.get(i).refusal().equals(expected.get(i).refusal())) {
        throw new AssertionError(
            "%s: %s (expected: %s)"
                .formatted(frame, actual.get(i).refusal(), expected.get(i).refusal()));
      }
      if (expected.get(i).picture().isEmpty()) {
        refused = true;
      } else {
        Pictures.assertWithin(
            tolerance,
            actual.get(i).picture().orElseThrow(),
            expected.get(i).picture().get(),
            frame);
      }
    }
    return !refused;
  }

  private static List<Outcome> run(
      Engine engine, List<ValidStep> chain, List<Picture> frames, String what) {
    List<Mat> images = frames.stream().map(Picture::mat).toList();
    List<Outcome> outcomes = new ArrayList<>();
    Program.Results results =
        new Program.Results() {
          @Override
          public void done(int index, Filtered filtered) {
            if (filtered.fellBack() || !filtered.accelerator().equals(engine.accelerator())) {
              throw new AssertionError(
                  "%s: done by %s (expected: %s)"
                      .formatted(what, filtered.accelerator(), engine.accelerator()));
            }
            outcomes.add(new Outcome(Optional.of(Picture.of(filtered.image())), ""));
          }

          @Override
          public void failed(int index, DarkroomException failure) {
            outcomes.add(new Outcome(Optional.empty(), failure.getMessage()));
          }
        };
    try (Program program = engine.compile(chain)) {
      program.run(images, results);
    }
    images.forEach(Mat::close);
    return outcomes;
  }

  @Override
  public void close() {
    gpu.close();
    cpu.close();
  }
}
