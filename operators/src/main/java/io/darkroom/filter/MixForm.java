package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.transform;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.filter.PointOperation.Mix;
import java.util.List;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Applies {@code cv::transform} with three rows of weights. */
final class MixForm implements CpuForm {

  private final Mat rows = new Mat(3, 4, CV_32FC1);
  private final Mat spread = new Mat();

  MixForm(List<Integer> weights) {
    try (FloatIndexer cells = rows.createIndexer()) {
      for (int i = 0; i < weights.size(); i++) {
        cells.put(i / 4, i % 4, (float) weights.get(i) / Mix.ONE);
      }
    }
  }

  @Override
  public void apply(Mat source, Mat target) {
    if (source.channels() == 3) {
      transform(source, target, rows);
    } else {
      cvtColor(source, spread, COLOR_GRAY2BGR);
      transform(spread, target, rows);
    }
  }

  @Override
  public void close() {
    rows.close();
    spread.close();
  }
}
