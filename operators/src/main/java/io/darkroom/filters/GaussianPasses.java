package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.ALGO_HINT_DEFAULT;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import io.darkroom.filter.CpuForm;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Runs {@code cv::GaussianBlur}: one pass along rows and one along columns. */
final class GaussianPasses implements CpuForm {

  private final Size size;
  private final double sigma;
  private final int border;

  GaussianPasses(int size, double sigma, int border) {
    this.size = new Size(size, size);
    this.sigma = sigma;
    this.border = border;
  }

  @Override
  public void apply(Mat source, Mat target) {
    GaussianBlur(source, target, size, sigma, sigma, border, ALGO_HINT_DEFAULT);
  }

  @Override
  public void close() {
    size.close();
  }
}
