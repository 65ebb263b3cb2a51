package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.getRotationMatrix2D;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CropAndRotateTest {

  @ParameterizedTest
  @CsvSource({
    "'x=3, y=2, width=10, height=4', 3, 2, 10, 4",
    "'x=3, y=2, width=0, height=0', 3, 2, 30, 5",
    "'x=30', 30, 0, 3, 7",
    "'', 0, 0, 33, 7",
    "'x=32, y=6, width=8192, height=1', 32, 6, 1, 1"
  })
  void cropEndsARectangleAtTheEdge(String arguments, int x, int y, int width, int height) {
    for (int channels : new int[] {1, 3}) {
      Picture picture = Picture.random(33, 7, channels, 1);

      Picture cut = FilterRun.apply("crop(" + arguments + ")", picture);

      assertThat(cut.width() + " x " + cut.height()).isEqualTo(width + " x " + height);
      for (int i = 0; i < cut.bytes().length; i++) {
        int px = x + i / channels % width;
        int py = y + i / channels / width;
        assertThat(cut.bytes()[i] & 0xff).isEqualTo(picture.at(px, py, i % channels));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"x=33, 33, 0", "y=7, 0, 7", "'x=40, y=9', 40, 9"})
  void cropRefusesARectangleThatStartsOutside(String arguments, int x, int y) {
    assertThatThrownBy(() -> FilterRun.apply("crop(" + arguments + ")", Picture.gradient(33, 7, 3)))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage(
            "crop: from %d, %d px (expected: within the picture's 33 x 7 px). Lower x or y."
                .formatted(x, y));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void quarterTurnsEqualOpenCv(Picture picture) {
    Map<Integer, Integer> turns =
        Map.of(90, ROTATE_90_CLOCKWISE, 180, ROTATE_180, 270, ROTATE_90_COUNTERCLOCKWISE);
    turns.forEach(
        (angle, code) -> {
          Picture expected = FilterRun.by((in, out) -> rotate(in, out, code), picture);
          FilterRun.assertSame(
              FilterRun.apply("rotate(angle=%d)".formatted(angle), picture), expected);
          FilterRun.assertSame(
              FilterRun.apply("rotate(angle=%d)".formatted(angle - 360), picture), expected);
        });
    for (int angle : new int[] {-360, 0, 360}) {
      FilterRun.assertSame(FilterRun.apply("rotate(angle=%d)".formatted(angle), picture), picture);
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void otherAnglesEqualOpenCv(Picture picture) {
    for (double angle : new double[] {0.1, 7, 30, 45, 123.4, -200.7}) {
      FilterRun.assertSame(
          FilterRun.apply("rotate(angle=%s, expand=false)".formatted(angle), picture),
          FilterRun.by((in, out) -> turn(in, out, angle), picture));
    }
  }

  private static void turn(Mat in, Mat out, double angle) {
    Point2f centre = new Point2f((in.cols() - 1) / 2f, (in.rows() - 1) / 2f);
    Mat forward = getRotationMatrix2D(centre, -angle, 1);
    warpAffine(in, out, forward, in.size(), INTER_LINEAR, BORDER_CONSTANT, Scalar.BLACK);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 64})
  void quarterTurnsOfSquaresKeepTheSize(int side) {
    Picture picture = Picture.random(side, side, 3, side);
    for (int angle : new int[] {90, 270, -90}) {
      FilterRun.assertSame(
          FilterRun.apply("rotate(angle=%d, expand=false)".formatted(angle), picture),
          FilterRun.apply("rotate(angle=%d)".formatted(angle), picture));
    }
  }

  @ParameterizedTest
  @CsvSource({"45, 100, 100, 142, 142", "30, 100, 50, 112, 94", "180.1, 640, 480, 641, 482"})
  void expandingKeepsEveryCorner(double angle, int width, int height, int wide, int high) {
    byte[] white = new byte[width * height];
    Arrays.fill(white, (byte) 255);

    Picture turned =
        FilterRun.apply(
            "rotate(angle=" + angle + ")", new Picture("white", width, height, 1, white));

    assertThat(turned.width() + " x " + turned.height()).isEqualTo(wide + " x " + high);
    double sum = 0;
    for (byte value : turned.bytes()) {
      sum += (value & 0xff) / 255.0;
    }
    assertThat(sum).isBetween(0.99 * width * height, 1.01 * width * height);
  }

  @Test
  void rotateRefusesATooLargeResult() {
    Picture line = Picture.gradient(8192, 2000, 1);
    assertThatThrownBy(() -> FilterRun.apply("rotate(angle=20)", line))
        .hasMessage(
            "rotate: 8383 x 4682 px (expected: at most 8192 x 8192)."
                + " Set expand=false, or scale the picture down.");
    assertThat(FilterRun.apply("rotate(angle=20, expand=false)", line).width()).isEqualTo(8192);
  }
}
