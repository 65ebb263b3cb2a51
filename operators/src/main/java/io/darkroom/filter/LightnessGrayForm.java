package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.max;
import static org.bytedeco.opencv.global.opencv_core.min;

import org.bytedeco.opencv.opencv_core.Mat;

/** Converts colour to gray: (max + min + 1) / 2, truncated, of the three channels. */
final class LightnessGrayForm implements CpuForm {

  private final Mat channel = new Mat();
  private final Mat least = new Mat();
  private final Mat most = new Mat();

  @Override
  public void apply(Mat source, Mat target) {
    if (source.channels() == 1) {
      source.copyTo(target);
      return;
    }
    extractChannel(source, channel, 0);
    extractChannel(source, target, 1);
    min(channel, target, least);
    max(channel, target, most);
    extractChannel(source, channel, 2);
    min(least, channel, least);
    max(most, channel, most);
    // Adding a quarter makes halves round up; OpenCV would round them to even.
    addWeighted(most, 0.5, least, 0.5, 0.25, target);
  }

  @Override
  public void close() {
    channel.close();
    least.close();
    most.close();
  }
}
