package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Runs filters given as text of a chain, and compares pictures byte for byte. */
public final class FilterRun {

  public static final FilterCatalogue CATALOGUE =
      FilterCatalogue.load(FilterRun.class.getClassLoader());

  private FilterRun() {}

  public static List<ValidStep> steps(String chain) {
    return new ChainValidator(CATALOGUE.definitions()).validate(Chain.parse(chain));
  }

  /** Applies one step to a picture, with new buffers. */
  public static Picture apply(String step, Picture source) {
    return apply(steps(step).get(0), source);
  }

  public static Picture apply(ValidStep step, Picture source) {
    CATALOGUE.check(List.of(step));
    try (CpuForm form = CATALOGUE.filter(step.filter().id()).cpu(step.arguments())) {
      return by(form::apply, source);
    }
  }

  /** Applies a call of OpenCV to a picture. */
  public static Picture by(BiConsumer<Mat, Mat> call, Picture source) {
    try (Mat in = source.mat();
        Mat out = new Mat()) {
      call.accept(in, out);
      return Picture.of(out);
    }
  }

  public static void assertSame(Picture actual, Picture expected) {
    assertThat(actual.width() + " x " + actual.height() + " x " + actual.channels())
        .isEqualTo(expected.width() + " x " + expected.height() + " x " + expected.channels());
    assertThat(actual.bytes()).isEqualTo(expected.bytes());
  }
}
