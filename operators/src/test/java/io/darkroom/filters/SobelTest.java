package io.darkroom.filters;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SobelTest {

  private static final Map<Integer, int[]> SLOPE =
      Map.of(
          1, new int[] {-1, 0, 1},
          3, new int[] {-1, 0, 1},
          5, new int[] {-1, -2, 0, 2, 1},
          7, new int[] {-1, -4, -5, 0, 5, 4, 1});

  private static final Map<Integer, int[]> SMOOTH =
      Map.of(
          1, new int[] {1},
          3, new int[] {1, 2, 1},
          5, new int[] {1, 4, 6, 4, 1},
          7, new int[] {1, 6, 15, 20, 15, 6, 1});

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void isTheFirstDerivativeOfTheLuma(Picture picture) {
    Picture luma = FilterRun.apply("grayscale", picture);
    for (int size : SLOPE.keySet()) {
      Picture x = slope(luma, SLOPE.get(size), SMOOTH.get(size));
      Picture y = slope(luma, SMOOTH.get(size), SLOPE.get(size));

      FilterRun.assertSame(sobel("x", size, picture), x);
      FilterRun.assertSame(sobel("y", size, picture), y);
      FilterRun.assertSame(sobel("magnitude", size, picture), sum(x, y));
    }
  }

  private static Picture sobel(String direction, int size, Picture picture) {
    return FilterRun.apply(
        "sobel(direction=%s, kernel_size=%d)".formatted(direction, size), picture);
  }

  /** Correlation with the product of a row and a column, mirrored at the edge pixel. */
  static Picture slope(Picture gray, int[] row, int[] column) {
    Picture result = gray.blank();
    for (int y = 0; y < gray.height(); y++) {
      for (int x = 0; x < gray.width(); x++) {
        int sum = 0;
        for (int j = 0; j < column.length; j++) {
          int py = mirrored(y + j - column.length / 2, gray.height());
          for (int i = 0; i < row.length; i++) {
            int px = mirrored(x + i - row.length / 2, gray.width());
            sum += row[i] * column[j] * gray.at(px, py, 0);
          }
        }
        result.bytes()[y * gray.width() + x] = (byte) Math.min(255, Math.abs(sum));
      }
    }
    return result;
  }

  static int mirrored(int at, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int within = Math.floorMod(at, period);
    return within < length ? within : period - within;
  }

  private static Picture sum(Picture x, Picture y) {
    Picture result = x.blank();
    for (int i = 0; i < result.bytes().length; i++) {
      result.bytes()[i] = (byte) Math.min(255, (x.bytes()[i] & 0xff) + (y.bytes()[i] & 0xff));
    }
    return result;
  }
}
