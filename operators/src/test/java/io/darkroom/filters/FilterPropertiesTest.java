package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Size;

/** Filters with random settings on pictures of random sizes. */
class FilterPropertiesTest {

  @Provide
  static Arbitrary<Picture> pictures() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(1, 3),
            Arbitraries.longs())
        .as(Picture::random);
  }

  @Provide
  static Arbitrary<String> borders() {
    return Arbitraries.of(GaussianBlurTest.BORDERS.keySet());
  }

  @Property(tries = 200)
  void blurBySigmaEqualsOpenCv(
      @ForAll("pictures") Picture picture,
      @ForAll @DoubleRange(min = 0.01, max = 100) double sigma) {
    Size any = new Size(0, 0);

    FilterRun.assertSame(
        FilterRun.apply("gaussian_blur(sigma=" + sigma + ")", picture),
        FilterRun.by((in, out) -> opencv_imgproc.GaussianBlur(in, out, any, sigma), picture));
  }

  @Property(tries = 200)
  void blurWithAnyBorderEqualsThatOfAPaddedPicture(
      @ForAll("pictures") Picture picture,
      @ForAll("borders") String border,
      @ForAll @IntRange(max = 31) int reach) {
    int size = 2 * reach + 1;
    String step = "gaussian_blur(sigma=3, kernel_size=%d, border_mode=%s)".formatted(size, border);

    FilterRun.assertSame(
        FilterRun.apply(step, picture),
        FilterRun.by(
            (in, out) ->
                GaussianBlurTest.blurPadded(in, out, size, GaussianBlurTest.BORDERS.get(border)),
            picture));
  }

  @Property(tries = 200)
  void brightnessAndContrastRoundToTheNearest(
      @ForAll @IntRange(min = -255, max = 255) int brightness,
      @ForAll @BigRange(min = "0", max = "4") @Scale(2) BigDecimal contrast) {
    Picture result =
        FilterRun.apply(
            "brightness_contrast(brightness=%d, contrast=%s)"
                .formatted(brightness, contrast.toPlainString()),
            everyValue());

    for (int v = 0; v < 256; v++) {
      double exact =
          contrast.multiply(BigDecimal.valueOf(v - 128)).doubleValue() + 128 + brightness;
      double cut = Math.max(0, Math.min(255, exact));
      assertThat(Math.abs(result.at(v, 0, 0) - cut)).isLessThan(0.5 + 1e-9);
    }
  }

  private static Picture everyValue() {
    byte[] bytes = new byte[256];
    for (int v = 0; v < bytes.length; v++) {
      bytes[v] = (byte) v;
    }
    return new Picture("every value", 256, 1, 1, bytes);
  }

  @Property(tries = 200)
  void thresholdLeavesTwoValues(
      @ForAll("pictures") Picture picture, @ForAll @IntRange(max = 255) int level) {
    Picture result = FilterRun.apply("threshold(value=%d)".formatted(level), picture);

    for (int i = 0; i < picture.bytes().length; i++) {
      int expected = (picture.bytes()[i] & 0xff) > level ? 255 : 0;
      assertThat(result.bytes()[i] & 0xff).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void resizeKeepsProportionsToHalfAPixel(
      @ForAll("pictures") Picture picture, @ForAll @IntRange(min = 1, max = 100) int width) {
    Picture result =
        FilterRun.apply("resize(width=%d, interpolation=area)".formatted(width), picture);
    double exact = (double) picture.height() * width / picture.width();
    Size size = new Size(width, result.height());

    assertThat(Math.abs(result.height() - Math.max(1, exact))).isLessThanOrEqualTo(0.5);
    FilterRun.assertSame(
        result, FilterRun.by((in, out) -> resize(in, out, size, 0, 0, INTER_AREA), picture));
  }

  @Property(tries = 200)
  void inverseFiltersRestoreThePicture(@ForAll("pictures") Picture picture) {
    Map<String, String> inverses =
        Map.of(
            "invert", "invert",
            "flip", "flip(direction=horizontal)",
            "flip(direction=vertical)", "flip(direction=vertical)",
            "flip(direction=both)", "flip(direction=both)");

    inverses.forEach(
        (there, back) ->
            FilterRun.assertSame(FilterRun.apply(back, FilterRun.apply(there, picture)), picture));
  }
}
