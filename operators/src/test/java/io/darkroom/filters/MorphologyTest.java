package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CROSS;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_DILATE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ERODE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_GRADIENT;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyDefaultBorderValue;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;

import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MorphologyTest {

  private static final Map<String, Integer> OPERATIONS =
      Map.of(
          "erode", MORPH_ERODE,
          "dilate", MORPH_DILATE,
          "open", MORPH_OPEN,
          "close", MORPH_CLOSE,
          "gradient", MORPH_GRADIENT);

  private static final Map<String, Integer> SHAPES =
      Map.of("rectangle", MORPH_RECT, "cross", MORPH_CROSS, "ellipse", MORPH_ELLIPSE);

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalsOpenCvForEveryOperationAndShape(Picture picture) {
    OPERATIONS.forEach(
        (operation, flag) ->
            SHAPES.forEach(
                (shape, element) -> {
                  assertEqualsOpenCv(picture, operation, flag, shape, element, 5, 1);
                  assertEqualsOpenCv(picture, operation, flag, shape, element, 9, 3);
                }));
  }

  private static void assertEqualsOpenCv(
      Picture picture, String operation, int flag, String shape, int element, int size, int times) {
    Mat cells = getStructuringElement(element, new Size(size, size));
    Point centre = new Point(-1, -1);
    Scalar border = morphologyDefaultBorderValue();

    FilterRun.assertSame(
        FilterRun.apply(
            "morphology(operation=%s, shape=%s, kernel_size=%d, iterations=%d)"
                .formatted(operation, shape, size, times),
            picture),
        FilterRun.by(
            (in, out) -> morphologyEx(in, out, flag, cells, centre, times, BORDER_CONSTANT, border),
            picture));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void takesTheDarkestOfTheSquareAroundAPixel(Picture picture) {
    Picture expected = picture.blank();
    for (int i = 0; i < expected.bytes().length; i++) {
      int channel = i % picture.channels();
      int x = i / picture.channels() % picture.width();
      int y = i / picture.channels() / picture.width();
      expected.bytes()[i] = (byte) darkest(picture, x, y, channel);
    }

    FilterRun.assertSame(
        FilterRun.apply("morphology(operation=erode, kernel_size=3)", picture), expected);
  }

  private static int darkest(Picture picture, int x, int y, int channel) {
    int darkest = 255;
    for (int py = Math.max(0, y - 1); py <= Math.min(y + 1, picture.height() - 1); py++) {
      for (int px = Math.max(0, x - 1); px <= Math.min(x + 1, picture.width() - 1); px++) {
        darkest = Math.min(darkest, picture.at(px, py, channel));
      }
    }
    return darkest;
  }
}
