package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CannyTest {

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalsOpenCvOnTheLuma(Picture picture) {
    Picture luma = FilterRun.apply("grayscale", picture);
    int[][] thresholds = {{0, 0}, {50, 150}, {200, 200}, {900, 600}, {4000, 12000}};
    for (int[] t : thresholds) {
      for (int aperture : new int[] {3, 5, 7}) {
        for (boolean l2 : new boolean[] {false, true}) {
          FilterRun.assertSame(
              FilterRun.apply(
                  "canny(low=%d, high=%d, aperture=%d, l2_gradient=%s)"
                      .formatted(t[0], t[1], aperture, l2),
                  picture),
              FilterRun.by(
                  (in, out) -> opencv_imgproc.Canny(in, out, t[0], t[1], aperture, l2), luma));
        }
      }
    }
  }

  @Test
  void drawsTheOutlineOfASquareOnePixelWide() {
    byte[] bytes = new byte[20 * 20];
    for (int y = 5; y < 15; y++) {
      Arrays.fill(bytes, y * 20 + 5, y * 20 + 15, (byte) 200);
    }

    Picture edges = FilterRun.apply("canny", new Picture("square", 20, 20, 1, bytes));

    int[] row = new int[20];
    Arrays.setAll(row, x -> edges.at(x, 10, 0));
    assertThat(Arrays.stream(row).filter(v -> v == 255)).hasSize(2);
    assertThat(Arrays.stream(row).filter(v -> v == 0)).hasSize(18);
  }

  @Test
  void swapsThresholdsInTheWrongOrder() {
    Picture picture = Picture.random(64, 48, 3, 5);

    FilterRun.assertSame(
        FilterRun.apply("canny(low=700, high=300)", picture),
        FilterRun.apply("canny(low=300, high=700)", picture));
  }
}
