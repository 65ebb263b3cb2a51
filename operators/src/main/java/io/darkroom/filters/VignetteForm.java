package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Shape;
import org.bytedeco.opencv.opencv_core.Mat;

/** Applies a vignette by a mask, which is computed once per picture shape. */
final class VignetteForm implements CpuForm {

  private static final double SCALE = 1.0 / 256;
  private static final int DEPTH_OF_SOURCE = -1;

  private final Shades shades;
  private final Mat mask = new Mat();
  private final Mat lost = new Mat();
  private Shape shape;

  VignetteForm(Shades shades) {
    this.shades = shades;
  }

  @Override
  public void apply(Mat source, Mat target) {
    Shape given = new Shape(source.cols(), source.rows(), source.channels());
    if (!given.equals(shape)) {
      paint(given);
      shape = given;
    }
    multiply(source, mask, lost, SCALE, DEPTH_OF_SOURCE);
    subtract(source, lost, target);
  }

  private void paint(Shape of) {
    try (Mat gray = new Mat(of.height(), of.width(), CV_8UC1)) {
      gray.data().put(shades.mask(of.width(), of.height()));
      if (of.channels() == 1) {
        gray.copyTo(mask);
      } else {
        cvtColor(gray, mask, COLOR_GRAY2BGR);
      }
    }
  }

  @Override
  public void close() {
    mask.close();
    lost.close();
  }
}
