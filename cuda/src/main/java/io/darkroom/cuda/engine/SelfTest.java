package io.darkroom.cuda.engine;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.norm;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/** Compares a GPU with the CPU on one small picture, with kernels of every kind. */
final class SelfTest {

  /**
   * Point operations on colour and gray, neighbourhoods, consecutive kernels; and the features that
   * depend most on the driver: barriers with atomics, and many passes.
   */
  private static final List<String> CHAINS =
      List.of(
          "brightness_contrast | invert",
          "gaussian_blur | grayscale | threshold",
          "equalize_histogram",
          "canny");

  private static final int WIDTH = 33;
  private static final int HEIGHT = 7;

  private final FilterCatalogue filters = FilterCatalogue.load(SelfTest.class.getClassLoader());

  FilterCatalogue filters() {
    return filters;
  }

  /** Returns the first problem as a clause; empty if all results are equal. */
  Optional<String> complaint(CudaEngine gpu) {
    try (Mat picture = picture();
        CpuEngine cpu = new CpuEngine(filters)) {
      return CHAINS.stream()
          .flatMap(chain -> complaint(chain, gpu, cpu, picture).stream())
          .findFirst();
    }
  }

  private Optional<String> complaint(String chain, CudaEngine gpu, Engine cpu, Mat picture) {
    List<ValidStep> steps = new ChainValidator(filters.definitions()).validate(Chain.parse(chain));
    if (!ChainPlan.possible(steps, filters)) {
      return Optional.empty();
    }
    try (Mat expected = new Mat();
        Mat actual = new Mat()) {
      run(cpu, steps, picture, expected);
      boolean fellBack = run(gpu, steps, picture, actual);
      if (fellBack) {
        return Optional.of("%s does not run: %s".formatted(chain, gpu.faults().latest()));
      }
      return norm(expected, actual, NORM_INF, null) == 0
          ? Optional.empty()
          : Optional.of(chain + " gives other pixels than the CPU");
    }
  }

  private static boolean run(Engine engine, List<ValidStep> steps, Mat picture, Mat target) {
    boolean[] fellBack = new boolean[1];
    Program.Results results =
        new Program.Results() {
          @Override
          public void done(int index, Filtered result) {
            result.image().copyTo(target);
            fellBack[0] = result.fellBack();
          }

          @Override
          public void failed(int index, DarkroomException failure) {
            throw failure;
          }
        };
    try (Program program = engine.compile(steps)) {
      program.run(List.of(picture), results);
    }
    return fellBack[0];
  }

  private static Mat picture() {
    byte[] noise = new byte[WIDTH * HEIGHT * 3];
    new Random(1).nextBytes(noise);
    Mat picture = new Mat(HEIGHT, WIDTH, CV_8UC3);
    picture.data().put(noise);
    return picture;
  }
}
