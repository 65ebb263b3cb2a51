package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.getGaussianKernel;

import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import java.util.Arrays;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The weights that {@code cv::GaussianBlur} uses for 8-bit pictures: those of {@code
 * cv::getGaussianKernel} in 256ths, where each rounding error is added to the next weight, and the
 * middle weight completes the sum of 256.
 *
 * @param weights an odd number of them, symmetric, without zeros at the ends
 */
record GaussianKernel(short[] weights) {

  private static final int ONE = 256;

  /**
   * Returns the kernel for a size and a sigma.
   *
   * @param size odd, in px
   * @param sigma 0 to derive it from the size by OpenCV's rule
   */
  static GaussianKernel of(int size, double sigma) {
    short[] weights = inFixedPoint(exact(size, sigma));
    int first = 0;
    while (weights[first] == 0) {
      first++;
    }
    return new GaussianKernel(Arrays.copyOfRange(weights, first, size - first));
  }

  /** Returns the size that OpenCV chooses for 8-bit pictures. */
  static int sizeFor(double sigma) {
    return (int) Math.rint(sigma * 6 + 1) | 1;
  }

  /**
   * Estimates the time of {@code cv::GaussianBlur} per colour pixel, in ns. It grows with the size,
   * and faster once the rows that a column spans no longer fit the processor's cache.
   */
  static double nanosPerPixel(int size) {
    return 1 + 0.4 * size + 0.004 * size * size;
  }

  private static double[] exact(int size, double sigma) {
    double[] weights = new double[size];
    try (Mat column = getGaussianKernel(size, sigma, CV_64F);
        DoubleIndexer cells = column.createIndexer()) {
      for (int i = 0; i < size; i++) {
        weights[i] = cells.get(i, 0);
      }
    }
    return weights;
  }

  private static short[] inFixedPoint(double[] exact) {
    int last = exact.length - 1;
    short[] weights = new short[exact.length];
    double error = 0;
    int middle = ONE;
    for (int i = 0; i < last - i; i++) {
      double wanted = exact[i] * ONE + error;
      weights[i] = weights[last - i] = (short) Math.rint(wanted);
      error = wanted - weights[i];
      middle -= 2 * weights[i];
    }
    weights[last / 2] = (short) middle;
    return weights;
  }

  int reach() {
    return weights.length / 2;
  }

  Argument table() {
    return Table.of(weights);
  }
}
