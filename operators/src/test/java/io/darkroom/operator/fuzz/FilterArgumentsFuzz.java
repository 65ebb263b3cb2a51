package io.darkroom.operator.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Estimate;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.ImageLimits;
import io.darkroom.fuzz.Hostile;
import io.darkroom.kernel.Shape;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A chain with arguments, from its text to a result: each filter gets what was let through. */
public final class FilterArgumentsFuzz {

  private static final Shape SHAPE = new Shape(24, 16, 3);
  private static final ImageLimits LIMITS = new ImageLimits(64, 1 << 20);

  private static final FilterCatalogue FILTERS =
      FilterCatalogue.load(FilterArgumentsFuzz.class.getClassLoader());
  private static final ChainValidator VALIDATOR = new ChainValidator(FILTERS.definitions());
  private static final CpuEngine ENGINE = new CpuEngine(FILTERS);
  private static final Mat PICTURE =
      new Mat(SHAPE.height(), SHAPE.width(), opencv_core.CV_8UC3, Scalar.RED);

  private FilterArgumentsFuzz() {}

  /** Loads the native libraries before the time of an input counts. */
  public static void fuzzerInitialize() {
    fuzzerTestOneInput("gaussian_blur".getBytes(UTF_8));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> VALIDATOR.validate(Chain.parse(new String(input, UTF_8))))
        .ifPresent(steps -> Hostile.call(() -> run(steps)));
  }

  private static Estimate run(List<ValidStep> steps) {
    FILTERS.check(steps);
    Estimate estimate = Estimate.of(steps, FILTERS, SHAPE, LIMITS);
    try (Program program = ENGINE.compile(steps)) {
      program.run(List.of(PICTURE), new Outcome());
    }
    return estimate;
  }

  private record Outcome() implements Program.Results {

    @Override
    public void done(int index, Filtered result) {
      Hostile.require(!result.image().empty(), "a picture");
    }

    @Override
    public void failed(int index, DarkroomException failure) {
      throw failure;
    }
  }
}
