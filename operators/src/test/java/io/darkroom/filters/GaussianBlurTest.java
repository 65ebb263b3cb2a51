package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.BORDER_WRAP;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class GaussianBlurTest {

  static final Map<String, Integer> BORDERS =
      Map.of(
          "replicate", BORDER_REPLICATE,
          "reflect", BORDER_REFLECT,
          "reflect101", BORDER_REFLECT_101,
          "wrap", BORDER_WRAP,
          "constant", BORDER_CONSTANT);

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalsOpenCvWithTheSizeDerivedFromSigma(Picture picture) {
    Map<String, Double> sigmas =
        Map.of("", 1.5, "sigma=2", 2.0, "sigma=0.1", 0.1, "sigma=7.3", 7.3, "sigma=100", 100.0);
    Size any = new Size(0, 0);

    sigmas.forEach(
        (arguments, sigma) ->
            FilterRun.assertSame(
                FilterRun.apply("gaussian_blur(%s)".formatted(arguments), picture),
                FilterRun.by((in, out) -> GaussianBlur(in, out, any, sigma), picture)));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalsOpenCvWithSigmaDerivedFromTheSize(Picture picture) {
    for (int size : new int[] {1, 3, 5, 7, 9, 11, 31, 63}) {
      Size square = new Size(size, size);
      FilterRun.assertSame(
          FilterRun.apply("gaussian_blur(sigma=0, kernel_size=%d)".formatted(size), picture),
          FilterRun.by((in, out) -> GaussianBlur(in, out, square, 0), picture));
    }
  }

  /** Includes kernels that are larger than the picture, which then repeats several times. */
  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void continuesAPictureBeyondItsEdgesWithEachBorder(Picture picture) {
    BORDERS.forEach(
        (name, border) -> {
          for (int size : new int[] {3, 41}) {
            String step =
                "gaussian_blur(sigma=3, kernel_size=%d, border_mode=%s)".formatted(size, name);
            FilterRun.assertSame(
                FilterRun.apply(step, picture),
                FilterRun.by((in, out) -> blurPadded(in, out, size, border), picture));
          }
        });
  }

  static void blurPadded(Mat in, Mat out, int size, int border) {
    Mat wide = new Mat();
    int reach = size / 2;
    copyMakeBorder(in, wide, reach, reach, reach, reach, border, new Scalar(0));
    Mat blurred = new Mat();
    GaussianBlur(wide, blurred, new Size(size, size), 3);
    new Mat(blurred, new Rect(reach, reach, in.cols(), in.rows())).copyTo(out);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void givesTheSameResultInOnePass(Picture picture) {
    for (String border : BORDERS.keySet()) {
      String step = "gaussian_blur(sigma=2, border_mode=%s, separable=%s)";

      FilterRun.assertSame(
          FilterRun.apply(step.formatted(border, false), picture),
          FilterRun.apply(step.formatted(border, true), picture));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernel_size=4 | kernel_size: 4 (expected: 0, or an odd number up to 63). Use 3 or 5.",
        "sigma=0 | sigma and kernel_size: 0 (expected: at least one above 0). Set sigma."
      })
  void refusesSettingsWithoutAKernel(String arguments, String message) {
    var steps = FilterRun.steps("gaussian_blur(%s)".formatted(arguments));

    assertThatThrownBy(() -> FilterRun.CATALOGUE.check(steps))
        .hasMessage("chain, gaussian_blur: " + message);
  }
}
