package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.opencv.opencv_core.Mat;

/** The brightness of a picture by ITU-R BT.601, as {@code cv::cvtColor} with BGR2GRAY has it. */
final class Luma {

  private Luma() {}

  /** The picture itself where it is gray already, else the scratch Mat, filled with its luma. */
  static Mat of(Mat source, Mat scratch) {
    if (source.channels() == 1) {
      return source;
    }
    cvtColor(source, scratch, COLOR_BGR2GRAY);
    return scratch;
  }
}
