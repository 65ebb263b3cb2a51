package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.getDerivKernels;

import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The integer weights of a square that estimate a derivative.
 *
 * @param size side of the square, odd, at most 7
 * @param weights row by row
 */
record DerivativeKernel(int size, short[] weights) {

  /**
   * Returns the product of the column and the row of {@code cv::getDerivKernels}.
   *
   * @param dx order of the derivative to the right
   * @param dy order of the derivative downwards
   * @param kernelSize 1, 3, 5, 7, or {@code FILTER_SCHARR}
   */
  static DerivativeKernel of(int dx, int dy, int kernelSize) {
    try (Mat row = new Mat();
        Mat column = new Mat()) {
      getDerivKernels(row, column, dx, dy, kernelSize, false, CV_32F);
      return product(row, column);
    }
  }

  private static DerivativeKernel product(Mat row, Mat column) {
    int size = Math.max(row.rows(), column.rows());
    short[] weights = new short[size * size];
    int left = (size - row.rows()) / 2;
    int above = (size - column.rows()) / 2;
    try (FloatIndexer x = row.createIndexer();
        FloatIndexer y = column.createIndexer()) {
      for (int j = 0; j < column.rows(); j++) {
        for (int i = 0; i < row.rows(); i++) {
          weights[(above + j) * size + left + i] = (short) (x.get(i, 0) * y.get(j, 0));
        }
      }
    }
    return new DerivativeKernel(size, weights);
  }

  /** Returns the sum with another kernel of the same size. */
  DerivativeKernel plus(DerivativeKernel other) {
    short[] sums = weights.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.weights[i];
    }
    return new DerivativeKernel(size, sums);
  }

  Argument table() {
    return Table.of(weights);
  }
}
