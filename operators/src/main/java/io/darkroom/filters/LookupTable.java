package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.LUT;

import java.util.function.IntToDoubleFunction;
import org.bytedeco.opencv.opencv_core.Mat;

/** Replaces each value of each channel by that of a table of 256: {@code cv::LUT}. */
final class LookupTable implements CpuForm {

  private final Mat table = new Mat(1, 256, CV_8UC1);

  /** Results are cut to 0..255; their fraction is cut off. */
  LookupTable(IntToDoubleFunction curve) {
    byte[] values = new byte[256];
    for (int v = 0; v < values.length; v++) {
      values[v] = (byte) Math.max(0, Math.min(255, curve.applyAsDouble(v)));
    }
    table.data().put(values);
  }

  @Override
  public void apply(Mat source, Mat target) {
    LUT(source, table, target);
  }

  @Override
  public void close() {
    table.close();
  }
}
