package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the weights with those that OpenCV shows when it blurs a single dot. */
class GaussianKernelTest {

  @Test
  void equalsOpenCvForEverySigma() {
    for (int tenths = 1; tenths <= 1000; tenths++) {
      double sigma = tenths / 10.0;
      assertWeights(GaussianKernel.sizeFor(sigma), sigma);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.3, 0.5, 0.8, 1, 1.5, 2.2, 3.7, 5, 9.9, 17, 33.3, 100})
  void equalsOpenCvForEverySize(double sigma) {
    for (int size = 1; size <= 63; size += 2) {
      assertWeights(size, sigma);
    }
  }

  @Test
  void omitsZerosAtTheEnds() {
    GaussianKernel kernel = GaussianKernel.of(63, 0.8);

    assertThat(kernel.weights()[0]).isPositive();
    assertThat(kernel.reach()).isLessThan(5);
  }

  /** The dots 255 and 254 together distinguish all weights up to 256. */
  private static void assertWeights(int size, double sigma) {
    short[] weights = GaussianKernel.of(size, sigma).weights();
    for (int dot : new int[] {255, 254}) {
      byte[] expected = new byte[2 * size + 1];
      for (int i = 0; i < weights.length; i++) {
        expected[size - weights.length / 2 + i] = (byte) ((dot * weights[i] + 128) >> 8);
      }
      assertThat(Arrays.mismatch(blurredByOpenCv(dot, size, sigma), expected))
          .as("size %d, sigma %s, dot %d", size, sigma, dot)
          .isEqualTo(-1);
    }
  }

  private static byte[] blurredByOpenCv(int dot, int size, double sigma) {
    byte[] bytes = new byte[2 * size + 1];
    bytes[size] = (byte) dot;
    Picture row = new Picture("dot", bytes.length, 1, 1, bytes);
    Size square = new Size(size, size);
    return FilterRun.by((in, out) -> GaussianBlur(in, out, square, sigma), row).bytes();
  }
}
