package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeometryTest {

  private static final Map<String, Integer> INTERPOLATIONS =
      Map.of("nearest", INTER_NEAREST, "linear", INTER_LINEAR, "area", INTER_AREA);

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void flipMirrorsAlongEachAxis(Picture picture) {
    FilterRun.assertSame(FilterRun.apply("flip", picture), flipped(picture, true, false));
    FilterRun.assertSame(
        FilterRun.apply("flip(direction=vertical)", picture), flipped(picture, false, true));
    FilterRun.assertSame(
        FilterRun.apply("flip(direction=both)", picture), flipped(picture, true, true));
  }

  private static Picture flipped(Picture picture, boolean horizontally, boolean vertically) {
    Picture result = picture.blank();
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int c = 0; c < picture.channels(); c++) {
          int px = horizontally ? picture.width() - 1 - x : x;
          int py = vertically ? picture.height() - 1 - y : y;
          result.bytes()[at++] = (byte) picture.at(px, py, c);
        }
      }
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void resizeEqualsOpenCv(Picture picture) {
    int[][] sizes = {{1, 1}, {5, 3}, {64, 48}, {100, 1}, {1, 100}, {333, 77}};
    INTERPOLATIONS.forEach(
        (name, flag) -> {
          for (int[] size : sizes) {
            String step =
                "resize(width=%d, height=%d, interpolation=%s)".formatted(size[0], size[1], name);
            Size to = new Size(size[0], size[1]);
            FilterRun.assertSame(
                FilterRun.apply(step, picture),
                FilterRun.by((in, out) -> resize(in, out, to, 0, 0, flag), picture));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, width=320, 320, 240",
    "640, 480, height=240, 320, 240",
    "640, 480, width=333, 333, 250",
    "3, 2, width=1, 1, 1",
    "2, 3, width=1, 1, 2",
    "17, 1, width=1, 1, 1",
    "1, 17, width=8192, 0, 0",
    "1, 1, height=8192, 8192, 8192",
    "33, 7, width=8192, 8192, 1738"
  })
  void resizeKeepsProportionsIfOneSideIsSet(
      int width, int height, String argument, int expectedWidth, int expectedHeight) {
    Picture picture = Picture.gradient(width, height, 1);
    String step = "resize(" + argument + ")";

    if (expectedWidth == 0) {
      assertThatThrownBy(() -> FilterRun.apply(step, picture))
          .isInstanceOfSatisfying(
              DarkroomException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE))
          .hasMessage(
              "resize: 8192 x 139264 px from 1 x 17 px (expected: at most 8192 x 8192)."
                  + " Set a smaller side.");
      return;
    }
    Picture result = FilterRun.apply(step, picture);
    assertThat(result.width()).isEqualTo(expectedWidth);
    assertThat(result.height()).isEqualTo(expectedHeight);
  }

  @Test
  void resizeRefusesTwoSidesOfZeroWhenCompiled() {
    assertThatThrownBy(() -> FilterRun.CATALOGUE.check(FilterRun.steps("invert | resize")))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CHAIN))
        .hasMessage(
            "chain, resize: width and height: 0 (expected: at least one above 0)."
                + " Set the width or the height.");
  }
}
