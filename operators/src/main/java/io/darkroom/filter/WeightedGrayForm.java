package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.transform;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Converts colour to gray by a weighted sum with {@code cv::transform}, which is exact although it
 * computes in floats.
 */
final class WeightedGrayForm implements CpuForm {

  private static final int ONE = 1 << 15;

  private final Mat weights = new Mat(1, 4, CV_32FC1);

  private WeightedGrayForm(float red, float green, float blue, float offset) {
    try (FloatIndexer row = weights.createIndexer()) {
      row.put(0, 0, blue, green, red, offset);
    }
  }

  /**
   * (red R + green G + blue B + 2^14) >> 15, for weights that add up to 2^15.
   *
   * <p>The sum and its 15 fractional bits fit the 24 bits of a float. OpenCV rounds halves to even;
   * the offset of half a unit, which still fits, makes them round up and changes no other result.
   */
  static WeightedGrayForm q15(int red, int green, int blue) {
    return new WeightedGrayForm(
        (float) red / ONE, (float) green / ONE, (float) blue / ONE, 0.5f / ONE);
  }

  /**
   * (R + G + B + 1) / 3. A third of a sum of three bytes is never close to a half, so weights in
   * floats are precise enough.
   */
  static WeightedGrayForm average() {
    return new WeightedGrayForm(1 / 3f, 1 / 3f, 1 / 3f, 0);
  }

  /** Converts with {@code cv::cvtColor}, which is faster than {@code cv::transform}. */
  static void bt601(Mat source, Mat target) {
    if (source.channels() == 1) {
      source.copyTo(target);
    } else {
      cvtColor(source, target, COLOR_BGR2GRAY);
    }
  }

  @Override
  public void apply(Mat source, Mat target) {
    if (source.channels() == 1) {
      source.copyTo(target);
    } else {
      transform(source, target, weights);
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
