package io.darkroom.filter;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;

import io.darkroom.filter.PointOperation.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.opencv.opencv_core.Mat;

/** Creates lookup tables of 256 values. */
public final class Tables {

  private static final int VALUES = 256;

  private Tables() {}

  /** Evaluates a curve at 0 to 255; results are clamped to 0..255 and truncated. */
  public static byte[] of(IntToDoubleFunction curve) {
    byte[] table = new byte[VALUES];
    for (int v = 0; v < table.length; v++) {
      table[v] = (byte) Math.max(0, Math.min(255, curve.applyAsDouble(v)));
    }
    return table;
  }

  /** Applies a form to the 256 gray values and returns one table per output channel. */
  public static Lookup ofGray(CpuForm form) {
    byte[] identity = of(v -> v);
    try (Mat ramp = new Mat(1, VALUES, CV_8UC1);
        Mat result = new Mat()) {
      ramp.data().put(identity);
      form.apply(ramp, result);
      return splitByChannel(result);
    }
  }

  private static Lookup splitByChannel(Mat row) {
    int channels = row.channels();
    byte[] interleaved = new byte[VALUES * channels];
    row.data().get(interleaved);
    List<byte[]> tables = new ArrayList<>(channels);
    for (int channel = 0; channel < channels; channel++) {
      byte[] table = new byte[VALUES];
      for (int v = 0; v < VALUES; v++) {
        table[v] = interleaved[v * channels + channel];
      }
      tables.add(table);
    }
    return new Lookup(tables);
  }
}
