package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_WRAP;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.bilateralFilter;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;
import static org.bytedeco.opencv.global.opencv_imgproc.medianBlur;

import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters that mix a pixel with those around it. */
@Tag("slow")
class NeighbourhoodFiltersTest {

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void boxBlurEqualsOpenCvWithEachBorder(Picture picture) {
    Point centre = new Point(-1, -1);
    GaussianBlurTest.BORDERS.forEach(
        (name, border) -> {
          for (int size : new int[] {1, 3, 5, 15, 17, 63}) {
            Size square = new Size(size, size);
            Picture expected =
                border == BORDER_WRAP
                    ? FilterRun.by((in, out) -> meanOfWrapped(in, out, size), picture)
                    : FilterRun.by((in, out) -> blur(in, out, square, centre, border), picture);

            FilterRun.assertSame(
                FilterRun.apply(
                    "box_blur(kernel_size=%d, border_mode=%s)".formatted(size, name), picture),
                expected);
          }
        });
  }

  private static void meanOfWrapped(Mat in, Mat out, int size) {
    Mat wide = new Mat();
    int reach = size / 2;
    copyMakeBorder(in, wide, reach, reach, reach, reach, BORDER_WRAP, new Scalar(0));
    Mat blurred = new Mat();
    blur(wide, blurred, new Size(size, size));
    new Mat(blurred, new Rect(reach, reach, in.cols(), in.rows())).copyTo(out);
  }

  /**
   * Adjacent squares whose sums lie just below and just above the points where rounding changes.
   */
  @Test
  void boxBlurRoundsToTheNearestForEverySize() {
    for (int size = 1; size <= 63; size += 2) {
      int count = size * size;
      Picture squares = new Picture("sums", 510 * size, size, 1, new byte[510 * count]);
      for (int i = 0; i < 510; i++) {
        fill(squares, i * size, size, sum(i, count));
      }
      Picture mean = FilterRun.apply("box_blur(kernel_size=%d)".formatted(size), squares);
      for (int i = 0; i < 510; i++) {
        int value = mean.at(i * size + size / 2, size / 2, 0);
        assertThat(Math.abs(value * count - sum(i, count))).isLessThanOrEqualTo(count / 2);
      }
    }
  }

  private static int sum(int i, int count) {
    return i / 2 * count + count / 2 + i % 2;
  }

  private static void fill(Picture picture, int left, int size, int sum) {
    int count = size * size;
    for (int i = 0; i < count; i++) {
      int value = sum / count + (i < sum % count ? 1 : 0);
      picture.bytes()[i / size * picture.width() + left + i % size] = (byte) value;
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void medianBlurEqualsOpenCv(Picture picture) {
    for (int size : new int[] {3, 5, 7}) {
      FilterRun.assertSame(
          FilterRun.apply("median_blur(kernel_size=%d)".formatted(size), picture),
          FilterRun.by((in, out) -> medianBlur(in, out, size), picture));
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void bilateralEqualsOpenCv(Picture picture) {
    FilterRun.assertSame(
        FilterRun.apply("bilateral", picture),
        FilterRun.by((in, out) -> bilateralFilter(in, out, 9, 75, 75, BORDER_DEFAULT), picture));
    FilterRun.assertSame(
        FilterRun.apply("bilateral(diameter=5, sigma_color=20, sigma_space=3.5)", picture),
        FilterRun.by((in, out) -> bilateralFilter(in, out, 5, 20, 3.5, BORDER_DEFAULT), picture));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void sharpenAddsTheDifferenceFromTheBlur(Picture picture) {
    Map<String, int[]> settings =
        Map.of(
            "", new int[] {256, 0},
            "amount=0", new int[] {0, 0},
            "amount=0.35", new int[] {90, 0},
            "amount=5", new int[] {1280, 0},
            "amount=2.15, threshold=9", new int[] {550, 9},
            "amount=5, threshold=255", new int[] {1280, 255});
    Size any = new Size(0, 0);
    Picture blurred = FilterRun.by((in, out) -> GaussianBlur(in, out, any, 1.5), picture);

    settings.forEach(
        (arguments, setting) ->
            FilterRun.assertSame(
                FilterRun.apply("sharpen(%s)".formatted(arguments), picture),
                sharpened(picture, blurred, setting[0], setting[1])));
  }

  private static Picture sharpened(Picture picture, Picture blurred, int amount, int threshold) {
    Picture result = picture.blank();
    for (int i = 0; i < result.bytes().length; i++) {
      int value = picture.bytes()[i] & 0xff;
      int difference = value - (blurred.bytes()[i] & 0xff);
      int sharp = Math.floorDiv(256 * value + amount * difference + 128, 256);
      boolean same = Math.abs(difference) < threshold;
      result.bytes()[i] = (byte) (same ? value : Math.max(0, Math.min(255, sharp)));
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void embossWeighsNeighboursByTheDirectionOfTheLight(Picture picture) {
    Map<String, int[]> lights =
        Map.of(
            "north_west", new int[] {-1, -1, 0, -1, 0, 1, 0, 1, 1},
            "north", new int[] {-1, -1, -1, 0, 0, 0, 1, 1, 1},
            "north_east", new int[] {0, -1, -1, 1, 0, -1, 1, 1, 0},
            "east", new int[] {1, 0, -1, 1, 0, -1, 1, 0, -1},
            "south_east", new int[] {1, 1, 0, 1, 0, -1, 0, -1, -1},
            "south", new int[] {1, 1, 1, 0, 0, 0, -1, -1, -1},
            "south_west", new int[] {0, 1, 1, -1, 0, 1, -1, -1, 0},
            "west", new int[] {-1, 0, 1, -1, 0, 1, -1, 0, 1});

    lights.forEach(
        (light, weights) -> {
          for (int strength : new int[] {1, 3, 16}) {
            FilterRun.assertSame(
                FilterRun.apply(
                    "emboss(direction=%s, strength=%d)".formatted(light, strength), picture),
                relief(picture, weights, strength));
          }
        });
  }

  private static Picture relief(Picture picture, int[] weights, int strength) {
    Picture result = picture.blank();
    for (int i = 0; i < result.bytes().length; i++) {
      int channel = i % picture.channels();
      int x = i / picture.channels() % picture.width();
      int y = i / picture.channels() / picture.width();
      int sum = 128;
      for (int k = 0; k < 9; k++) {
        int px = SobelTest.mirrored(x + k % 3 - 1, picture.width());
        int py = SobelTest.mirrored(y + k / 3 - 1, picture.height());
        sum += strength * weights[k] * picture.at(px, py, channel);
      }
      result.bytes()[i] = (byte) Math.max(0, Math.min(255, sum));
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void pixelateFillsEachSquareWithItsMean(Picture picture) {
    for (int side : new int[] {2, 3, 7, 16, 256}) {
      FilterRun.assertSame(
          FilterRun.apply("pixelate(block_size=%d)".formatted(side), picture),
          squares(picture, side));
    }
  }

  private static Picture squares(Picture picture, int side) {
    Picture result = picture.blank();
    for (int i = 0; i < result.bytes().length; i++) {
      int channel = i % picture.channels();
      int left = i / picture.channels() % picture.width() / side * side;
      int top = i / picture.channels() / picture.width() / side * side;
      if (i == (top * picture.width() + left) * picture.channels() + channel) {
        result.bytes()[i] = (byte) mean(picture, left, top, side, channel);
      } else {
        result.bytes()[i] = (byte) result.at(left, top, channel);
      }
    }
    return result;
  }

  private static long mean(Picture picture, int left, int top, int side, int channel) {
    int sum = 0;
    int count = 0;
    for (int y = top; y < Math.min(top + side, picture.height()); y++) {
      for (int x = left; x < Math.min(left + side, picture.width()); x++) {
        sum += picture.at(x, y, channel);
        count++;
      }
    }
    return Math.round((double) sum / count);
  }
}
