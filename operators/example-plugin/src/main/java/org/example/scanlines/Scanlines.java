package org.example.scanlines;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.LUT;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.filter.Tables;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Darkens rows as on an old screen: in every period-th row, v becomes (v * (100 - strength) + 50) /
 * 100.
 */
public final class Scanlines implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "scanlines",
            "Scanlines",
            "Darkens rows at regular intervals, as on an old screen.",
            Numeric.steps(
                "period", "Period", "Distance from one dark row to the next.", 2, 32, 1, "px", 3),
            Numeric.steps("strength", "Strength", "How much to darken a row.", 0, 100, 1, "%", 40))
        .onGpu();
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new DarkRows(arguments.whole("period"), table(arguments));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int period = arguments.whole("period");
    Table table = Table.of(table(arguments));
    return Optional.of(
        source ->
            KernelPlan.of(
                source,
                Pass.over(
                    source.width() * source.channels(),
                    source.height(),
                    "scanlines",
                    Argument.SOURCE,
                    Argument.TARGET,
                    table,
                    Argument.of(period))));
  }

  private static byte[] table(Arguments arguments) {
    int rest = 100 - arguments.whole("strength");
    return Tables.of(v -> (v * rest + 50) / 100);
  }

  private static final class DarkRows implements CpuForm {

    private final int period;
    private final Mat table = new Mat(1, 256, CV_8UC1);

    private DarkRows(int period, byte[] values) {
      this.period = period;
      table.data().put(values);
    }

    @Override
    public void apply(Mat source, Mat target) {
      source.copyTo(target);
      for (int y = 0; y < source.rows(); y += period) {
        try (Mat bright = source.row(y);
            Mat dark = target.row(y)) {
          LUT(bright, table, dark);
        }
      }
    }

    @Override
    public void close() {
      table.close();
    }
  }
}
