package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_OTSU;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters that change one value at a time. */
class PointFiltersTest {

  private static final Map<String, IntBinaryOperator> THRESHOLDS =
      Map.of(
          "binary", (v, level) -> v > level ? 255 : 0,
          "binary_inverse", (v, level) -> v > level ? 0 : 255,
          "truncate", (v, level) -> Math.min(v, level),
          "to_zero", (v, level) -> v > level ? v : 0,
          "to_zero_inverse", (v, level) -> v > level ? 0 : v);

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void invertGivesTheNegative(Picture picture) {
    FilterRun.assertSame(FilterRun.apply("invert", picture), each(picture, v -> 255 - v));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void thresholdCutsEachChannelAtItsLevel(Picture picture) {
    THRESHOLDS.forEach(
        (mode, rule) -> {
          for (int level : new int[] {0, 1, 127, 128, 254, 255}) {
            FilterRun.assertSame(
                FilterRun.apply("threshold(value=%d, mode=%s)".formatted(level, mode), picture),
                each(picture, v -> rule.applyAsInt(v, level)));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void otsuEqualsOpenCvOnTheLuma(Picture picture) {
    Picture expected = FilterRun.by(PointFiltersTest::otsu, picture);

    FilterRun.assertSame(FilterRun.apply("threshold(mode=otsu)", picture), expected);
    FilterRun.assertSame(FilterRun.apply("threshold(mode=otsu, value=3)", picture), expected);
  }

  private static void otsu(Mat in, Mat out) {
    boolean colour = in.channels() == 3;
    Mat gray = new Mat();
    if (colour) {
      cvtColor(in, gray, COLOR_BGR2GRAY);
    }
    Mat level = new Mat();
    threshold(colour ? gray : in, level, 0, 255, THRESH_BINARY | THRESH_OTSU);
    if (colour) {
      cvtColor(level, out, COLOR_GRAY2BGR);
    } else {
      level.copyTo(out);
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void brightnessAndContrastMoveValuesAroundMiddleGray(Picture picture) {
    Map<String, IntUnaryOperator> rules =
        Map.of(
            "", v -> v,
            "brightness=255", v -> 255,
            "brightness=-255", v -> 0,
            "brightness=40", v -> v + 40,
            "brightness=-40", v -> v - 40,
            "contrast=0", v -> 128,
            "contrast=0, brightness=-28", v -> 100,
            "contrast=4", v -> 4 * v - 384,
            "contrast=2, brightness=7", v -> 2 * v - 121,
            "contrast=0.5", v -> (v + 129) >> 1);

    rules.forEach(
        (arguments, rule) ->
            FilterRun.assertSame(
                FilterRun.apply("brightness_contrast(%s)".formatted(arguments), picture),
                each(picture, rule)));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void contrastEqualsOpenCvsConvertTo(Picture picture) {
    Picture expected = FilterRun.by((in, out) -> in.convertTo(out, -1, 3, -256 - 11), picture);

    FilterRun.assertSame(
        FilterRun.apply("brightness_contrast(contrast=3, brightness=-11)", picture), expected);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void gammaRaisesValuesToThePowerOfItsInverse(Picture picture) {
    for (double gamma : new double[] {0.1, 0.45, 1, 1.8, 2.2, 10}) {
      FilterRun.assertSame(
          FilterRun.apply("gamma(gamma=%s)".formatted(gamma), picture),
          each(picture, v -> (int) Math.round(255 * Math.pow(v / 255.0, 1 / gamma))));
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void posterizeLeavesEvenlySpacedTones(Picture picture) {
    FilterRun.assertSame(
        FilterRun.apply("posterize(levels=2)", picture), each(picture, v -> v < 128 ? 0 : 255));
    FilterRun.assertSame(FilterRun.apply("posterize", picture), each(picture, v -> v / 64 * 85));
    FilterRun.assertSame(
        FilterRun.apply("posterize(levels=6)", picture), each(picture, v -> v * 6 / 256 * 51));
  }

  private static Picture each(Picture picture, IntUnaryOperator rule) {
    Picture result = picture.blank();
    for (int i = 0; i < result.bytes().length; i++) {
      int value = rule.applyAsInt(picture.bytes()[i] & 0xff);
      result.bytes()[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return result;
  }
}
