package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.mulTransposed;
import static org.bytedeco.opencv.global.opencv_imgproc.filter2D;
import static org.bytedeco.opencv.global.opencv_imgproc.getGaussianKernel;

import io.darkroom.filter.CpuForm;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;

/** {@code cv::filter2D} with a square Gaussian kernel: one pass. */
final class GaussianSquare implements CpuForm {

  private static final int DEPTH_OF_SOURCE = -1;

  private final Mat kernel = new Mat();
  private final Point centre = new Point(-1, -1);
  private final int border;

  GaussianSquare(int size, double sigma, int border) {
    this.border = border;
    try (Mat column = getGaussianKernel(size, sigma, CV_32F)) {
      mulTransposed(column, kernel, false);
    }
  }

  @Override
  public void apply(Mat source, Mat target) {
    filter2D(source, target, DEPTH_OF_SOURCE, kernel, centre, 0, border);
  }

  @Override
  public void close() {
    kernel.close();
    centre.close();
  }
}
