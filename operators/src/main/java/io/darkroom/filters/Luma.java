package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Computes the ITU-R BT.601 luma of a picture by {@code cv::cvtColor} with {@code COLOR_BGR2GRAY}.
 */
final class Luma {

  private Luma() {}

  /** Returns the picture itself if it is gray, otherwise the scratch Mat filled with its luma. */
  static Mat of(Mat source, Mat scratch) {
    if (source.channels() == 1) {
      return source;
    }
    cvtColor(source, scratch, COLOR_BGR2GRAY);
    return scratch;
  }
}
