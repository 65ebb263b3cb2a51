package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Applies {@code cv::LUT} with one table for all channels, or one for each of three. */
final class LookupForm implements CpuForm {

  private final Mat table;
  private final Mat spread = new Mat();

  LookupForm(List<byte[]> tables) {
    int channels = tables.size();
    byte[] interleaved = new byte[256 * channels];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = tables.get(i % channels)[i / channels];
    }
    table = new Mat(1, 256, CV_8UC(channels));
    table.data().put(interleaved);
  }

  @Override
  public void apply(Mat source, Mat target) {
    if (table.channels() == 3 && source.channels() == 1) {
      cvtColor(source, spread, COLOR_GRAY2BGR);
      LUT(spread, table, target);
    } else {
      LUT(source, table, target);
    }
  }

  @Override
  public void close() {
    table.close();
    spread.close();
  }
}
