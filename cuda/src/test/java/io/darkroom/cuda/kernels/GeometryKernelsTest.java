package io.darkroom.cuda.kernels;

import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests sizes, ratios and angles that random settings rarely contain. */
@Tag("slow")
class GeometryKernelsTest extends OnBothEngines {

  private final Random random = new Random(5);

  private void check(String step, int width, int height) {
    for (int channels : new int[] {1, 3}) {
      List<Picture> pictures =
          List.of(
              Pictures.any(width, height, channels, random),
              Picture.random(width, height, channels, width));
      engines.compare(FilterRun.steps(step), pictures, step + " of " + pictures.get(0));
    }
  }

  static Stream<String> interpolations() {
    return Stream.of("nearest", "linear", "area");
  }

  @ParameterizedTest
  @MethodSource("interpolations")
  void resizesEverySmallSizeToEveryOther(String interpolation) {
    for (int from = 1; from <= 33; from++) {
      for (int to = 1; to <= 33; to++) {
        String step = "resize(width=%d, height=%d, interpolation=%s)";
        check(step.formatted(to, 34 - to, interpolation), from, 1 + (5 * from) % 29);
      }
    }
  }

  /** Includes 49, which OpenCV rounds to slightly more in doubles, so that it sums in floats. */
  @ParameterizedTest
  @MethodSource("interpolations")
  void resizesByIntegerRatios(String interpolation) {
    for (int to = 1; to <= 40; to++) {
      for (int ratio : new int[] {2, 3, 4, 7, 49}) {
        String step = "resize(width=%d, height=30, interpolation=%s)".formatted(to, interpolation);
        check(step, to * ratio, 30 * (ratio == 49 ? 2 : ratio));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 320, 240",
    "640, 480, 213, 160",
    "640, 480, 97, 333",
    "320, 240, 641, 479",
    "1280, 720, 300, 300",
    "97, 333, 640, 100"
  })
  void resizesCameraPictures(int width, int height, int toWidth, int toHeight) {
    for (String interpolation : interpolations().toList()) {
      String step = "resize(width=%d, height=%d, interpolation=%s)";
      check(step.formatted(toWidth, toHeight, interpolation), width, height);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rotatesByEveryAngle(boolean expand) {
    IntStream.rangeClosed(-3600, 3600)
        .filter(tenths -> tenths % 37 == 0 || tenths % 150 == 0 || Math.abs(tenths) < 20)
        .forEach(
            tenths -> {
              String step = "rotate(angle=%s, expand=%s)".formatted(tenths / 10.0, expand);
              check(step, 1 + random.nextInt(60), 1 + random.nextInt(40));
            });
  }

  @Test
  void rotatesCameraPictures() {
    for (String angle : List.of("0.1", "30", "45", "-123.4", "90", "270")) {
      check("rotate(angle=" + angle + ")", 640, 480);
      check("rotate(angle=" + angle + ", expand=false)", 641, 479);
    }
  }
}
