package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;
import static org.bytedeco.opencv.global.opencv_video.createBackgroundSubtractorMOG2;

import io.darkroom.filter.CpuForm;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_video.BackgroundSubtractorMOG2;

/**
 * Runs {@code cv::BackgroundSubtractorMOG2}, which restarts by itself when the shape of the
 * pictures changes.
 */
final class MixtureForm implements CpuForm {

  static {
    VideoModule.prepare();
  }

  private static final double AUTOMATIC_LEARNING_RATE = -1;

  private final boolean foreground;
  private final BackgroundSubtractorMOG2 subtractor;
  private final Mat mask = new Mat();
  private final Scalar black = new Scalar(0);

  MixtureForm(Mixture mixture) {
    foreground = mixture.foreground();
    subtractor =
        createBackgroundSubtractorMOG2(
            mixture.history(), mixture.varThreshold(), mixture.shadows());
  }

  @Override
  public void apply(Mat source, Mat target) {
    subtractor.apply(source, mask, AUTOMATIC_LEARNING_RATE);
    if (foreground) {
      threshold(mask, mask, 254, 255, THRESH_BINARY);
      target.create(source.rows(), source.cols(), source.type());
      target.put(black);
      source.copyTo(target, mask);
    } else if (source.channels() == 3) {
      cvtColor(mask, target, COLOR_GRAY2BGR);
    } else {
      mask.copyTo(target);
    }
  }

  @Override
  public void close() {
    subtractor.close();
    mask.close();
    black.close();
  }
}
