package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import io.darkroom.filters.LinearWeights.Rule;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/**
 * Creates the kernel passes of {@link Resize}, with the positions and weights that {@code
 * cv::resize} computes for 8-bit pictures; doubles and floats are rounded at the same points.
 */
final class ScalingPasses {

  private ScalingPasses() {}

  static KernelPlan nearest(Shape source, Shape output) {
    return KernelPlan.of(
        output,
        Pass.over(
            output,
            "resize_nearest",
            SOURCE,
            TARGET,
            Table.of(nearest(source.width(), output.width())),
            Table.of(nearest(source.height(), output.height()))));
  }

  private static int[] nearest(int from, int to) {
    double step = step(from, to);
    int[] places = new int[to];
    for (int i = 0; i < to; i++) {
      places[i] = Math.min((int) (i * step), from - 1);
    }
    return places;
  }

  /** Like OpenCV, takes the mean of each square of four if both sides are halved. */
  static KernelPlan linear(Shape source, Shape output) {
    return source.width() == 2 * output.width() && source.height() == 2 * output.height()
        ? blocks(source, output)
        : between(source, output, Rule.MIDDLES);
  }

  /** Like OpenCV, interpolates linearly if either side grows. */
  static KernelPlan area(Shape source, Shape output) {
    if (output.width() > source.width() || output.height() > source.height()) {
      return between(source, output, Rule.COVER);
    }
    boolean whole =
        isWhole(step(source.width(), output.width()))
            && isWhole(step(source.height(), output.height()));
    return whole ? blocks(source, output) : covered(source, output);
  }

  /** As in OpenCV, not every whole ratio counts: 1 / (1 / 49.0) is slightly more than 49. */
  private static boolean isWhole(double step) {
    return Math.abs(step - Math.rint(step)) < Math.ulp(1.0);
  }

  private static KernelPlan covered(Shape source, Shape output) {
    AreaWeights columns = AreaWeights.of(source.width(), output.width());
    AreaWeights rows = AreaWeights.of(source.height(), output.height());
    return KernelPlan.of(
        output,
        Pass.over(
            output,
            "resize_area",
            SOURCE,
            TARGET,
            columns.starts(),
            columns.shares(),
            rows.starts(),
            rows.shares()));
  }

  private static KernelPlan between(Shape source, Shape output, Rule rule) {
    return KernelPlan.of(
        output,
        Pass.over(
            output,
            "resize_linear",
            SOURCE,
            TARGET,
            LinearWeights.columns(source.width(), output.width(), rule),
            LinearWeights.rows(source.height(), output.height(), rule)));
  }

  private static KernelPlan blocks(Shape source, Shape output) {
    int width = source.width() / output.width();
    int height = source.height() / output.height();
    return KernelPlan.of(
        output,
        Pass.over(
            output,
            "resize_blocks",
            SOURCE,
            TARGET,
            Argument.of(width),
            Argument.of(height),
            Argument.of(1f / (width * height))));
  }

  /** Returns the number of source px per output px. */
  static double step(int from, int to) {
    return 1 / ((double) to / from);
  }
}
