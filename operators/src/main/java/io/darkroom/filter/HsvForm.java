package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2HSV;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_HSV2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.filter.PointOperation.Hsv;
import io.darkroom.image.OpenCv;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Applies tables to hue, saturation and value.
 *
 * <p>Rows are padded to a multiple of 64 pixels, the size of OpenCV's largest vectors: it would
 * round the remaining pixels of a row differently from the others.
 */
final class HsvForm implements CpuForm {

  private static final int VECTOR = 64;

  /**
   * Whether OpenCV uses fused multiply-adds: if a product is rounded before it is subtracted, the
   * green of this colour is one step away.
   */
  static final boolean FUSED = green(1, 90, 85) == 56;

  private final CpuForm tables;
  private final CpuForm values;
  private final Mat hsv = new Mat();
  private final Mat changed = new Mat();
  private final Mat wide = new Mat();

  HsvForm(Hsv operation) {
    tables = operation.tables().cpu();
    values = operation.ofGray().cpu();
  }

  @Override
  public void apply(Mat source, Mat target) {
    if (source.channels() == 1) {
      values.apply(source, target);
      return;
    }
    int width = source.cols();
    hsv.create(source.rows(), (width + VECTOR - 1) / VECTOR * VECTOR, CV_8UC3);
    try (Mat inner = hsv.colRange(0, width)) {
      cvtColor(source, inner, COLOR_BGR2HSV);
    }
    tables.apply(hsv, changed);
    if (width == hsv.cols()) {
      cvtColor(changed, target, COLOR_HSV2BGR);
      return;
    }
    cvtColor(changed, wide, COLOR_HSV2BGR);
    try (Mat inner = wide.colRange(0, width)) {
      inner.copyTo(target);
    }
  }

  private static int green(int hue, int saturation, int value) {
    OpenCv.load();
    try (Scalar colour = new Scalar(hue, saturation, value, 0);
        Mat hsv = new Mat(1, VECTOR, CV_8UC3, colour);
        Mat bgr = new Mat()) {
      cvtColor(hsv, bgr, COLOR_HSV2BGR);
      return bgr.data().get(1) & 0xff;
    }
  }

  @Override
  public void close() {
    tables.close();
    values.close();
    hsv.close();
    changed.close();
    wide.close();
  }
}
