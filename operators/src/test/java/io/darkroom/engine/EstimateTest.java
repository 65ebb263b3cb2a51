package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.definition.FilterDefinition;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.Filter;
import io.darkroom.filters.FilterRun;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimateTest {

  private static final Shape MEASURED = new Shape(2048, 1152, 3);
  private static final Shape FULL_HD = new Shape(1920, 1080, 3);
  private static final Shape UHD = new Shape(3840, 2160, 3);

  /** Estimates may be too low by this factor, and too high by twice as much. */
  private static final double FACTOR = 3;

  /** A difference that does not matter, in ns per pixel. */
  private static final double NOTHING = 2;

  private static Estimate of(String chain, Shape shape) {
    return Estimate.of(FilterRun.steps(chain), FilterRun.CATALOGUE, shape, ImageLimits.DEFAULT);
  }

  static Stream<String> measured() throws IOException {
    try (InputStream list = EstimateTest.class.getResourceAsStream("/filter-times.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("measured")
  void isCloseToTheMeasuredTimeOfAFilter(String line) {
    int end = line.lastIndexOf(' ');
    double measured = Double.parseDouble(line.substring(end + 1));
    Estimate estimate = of(line.substring(0, end), MEASURED);
    double pixels = Math.max(MEASURED.bytes(), 3.0 * pixels(estimate.output())) / 3;
    assertThat(estimate.nanos() / pixels)
        .isBetween(measured / FACTOR, 2 * FACTOR * measured + NOTHING);
  }

  private static double pixels(Shape shape) {
    return (double) shape.width() * shape.height();
  }

  @Test
  void hasAMeasurementOfEveryFilter() throws IOException {
    assertThat(measured().map(line -> line.replaceFirst("[ (].*", "")).distinct())
        .containsExactlyInAnyOrderElementsOf(
            FilterRun.CATALOGUE.definitions().stream().map(FilterDefinition::id).toList());
  }

  @Test
  void usesTheDefaultForNoBuiltInFilter() {
    assertThat(FilterRun.CATALOGUE.definitions())
        .filteredOn(
            d -> {
              Filter filter = FilterRun.CATALOGUE.filter(d.id());
              var arguments =
                  FilterRun.steps(d.id().equals("resize") ? "resize(width=9)" : d.id())
                      .get(0)
                      .arguments();
              return filter.points(arguments).isEmpty()
                  && filter.nanosPerPixel(arguments) == Filter.UNKNOWN_NANOS;
            })
        .isEmpty();
  }

  @Test
  void takesModelsAndScratchFromThePlan() {
    Estimate mixture = of("background_subtraction", FULL_HD);
    assertThat(mixture.models() / pixels(FULL_HD)).isBetween(101.0, 102.0);
    assertThat(of("gaussian_blur", FULL_HD).scratch()).isEqualTo(2 * FULL_HD.bytes());
    assertThat(of("sharpen | canny", FULL_HD).scratch())
        .isBetween(Math.round(18 * pixels(FULL_HD)), Math.round(18.1 * pixels(FULL_HD)));
  }

  @Test
  void countsTwoPicturesBetweenAnyNumberOfStages() {
    assertThat(of("flip", FULL_HD).pictures()).isEqualTo(FULL_HD.bytes());
    assertThat(of("flip | box_blur | flip | box_blur", FULL_HD).pictures())
        .isEqualTo(2 * FULL_HD.bytes());
    assertThat(of("", FULL_HD).pictures()).isZero();
  }

  @Test
  void countsIntermediateShapes() {
    Estimate grown = of("resize(width=3840) | flip", FULL_HD);
    assertThat(grown.output()).isEqualTo(UHD);
    assertThat(grown.pictures()).isEqualTo(2 * UHD.bytes());
    assertThat(grown.nanos()).isGreaterThan(3 * of("flip", FULL_HD).nanos());
    assertThat(of("grayscale | flip", UHD).output()).isEqualTo(UHD.withChannels(1));
  }

  @Test
  void countsPointFiltersAsComposed() {
    long one = of("grayscale | gamma", UHD).nanos();
    assertThat(of("grayscale | gamma | invert | gamma | posterize", UHD).nanos()).isEqualTo(one);
  }

  @Test
  void releasesScratchAfterEachFilterOfLongChainsOnLargePictures() {
    Estimate one = of("sharpen", UHD);
    Estimate many = of("sharpen | sharpen | sharpen | sharpen", UHD);
    assertThat(one.keepsScratch()).isTrue();
    assertThat(many.keepsScratch()).isFalse();
    assertThat(many.scratch()).isEqualTo(one.scratch());
    assertThat(many.kept()).isZero();
  }

  @Test
  void refusesATooLargeIntermediatePictureBeforeAnythingRuns() {
    ImageLimits limits = new ImageLimits(8192, 10 << 20, 5_000_000);
    assertThatThrownBy(
            () ->
                Estimate.of(
                    FilterRun.steps("resize(width=3000) | resize(width=10)"),
                    FilterRun.CATALOGUE,
                    FULL_HD,
                    limits))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE))
        .hasMessageStartingWith("resize: 3000 x 1688 px, which is 5064000 pixels");
  }

  /** The job's default of five seconds suffices for the defaults of any filter, and for chains. */
  @Test
  void staysWithinTheDefaultCostForReasonableChainsAtUhd() {
    String chain = "white_balance | bilateral | sharpen | clahe | background_subtraction | canny";
    assertThat(of(chain, UHD).nanos()).isLessThan(3_000_000_000L);
    assertThat(of("bilateral(diameter=31) | ".repeat(3) + "invert", UHD).nanos())
        .isGreaterThan(5_000_000_000L);
  }
}
