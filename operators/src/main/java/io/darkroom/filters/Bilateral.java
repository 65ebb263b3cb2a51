package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_imgproc.bilateralFilter;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import java.util.Optional;

/**
 * Smooths flat areas and keeps edges: {@code cv::bilateralFilter} with the default border. Each
 * pixel becomes a weighted mean of the disc around it, in which near and similar pixels weigh more.
 *
 * <p>Results on different processors differ by at most 1: OpenCV sums in floats, with vector and
 * fused instructions if the processor has them, so that a mean halfway between two values may round
 * either way.
 */
@AutoService(Filter.class)
public final class Bilateral implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "bilateral",
            "Bilateral",
            "Smooths flat areas and keeps edges sharp.",
            Numeric.steps(
                "diameter",
                "Diameter",
                "Diameter of the area around each pixel, odd.",
                3,
                31,
                2,
                "px",
                9),
            Numeric.range(
                "sigma_color",
                "Colour sigma",
                "How different colours may be and still be mixed.",
                1,
                255,
                0.5,
                75),
            Numeric.range(
                "sigma_space",
                "Space sigma",
                "How far apart pixels may be and still be mixed, in px.",
                1,
                255,
                0.5,
                75))
        .onGpu()
        .within(1);
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    int diameter = arguments.whole("diameter");
    return 3 + 0.35 * diameter * diameter;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 4;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int diameter = arguments.whole("diameter");
    double color = arguments.number("sigma_color");
    double space = arguments.number("sigma_space");
    return (source, target) ->
        bilateralFilter(source, target, diameter, color, space, BORDER_DEFAULT);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int radius = arguments.whole("diameter") / 2;
    Argument near = Table.of(nearness(radius, arguments.number("sigma_space")));
    Argument like = Table.of(likeness(arguments.number("sigma_color")));
    return Optional.of(
        shape ->
            KernelPlan.of(
                shape,
                Pass.over(
                    shape,
                    shape.channels() == 1 ? "bilateral_gray" : "bilateral_colour",
                    SOURCE,
                    TARGET,
                    near,
                    like,
                    Argument.of(radius))));
  }

  /** The weight of each position in the square around a pixel; 0 outside the disc. */
  private static float[] nearness(int radius, double sigma) {
    int side = 2 * radius + 1;
    float[] weights = new float[side * side];
    for (int i = 0; i < weights.length; i++) {
      int x = i % side - radius;
      int y = i / side - radius;
      int distance2 = x * x + y * y;
      weights[i] = distance2 > radius * radius ? 0 : bell(distance2, sigma);
    }
    return weights;
  }

  /** The weight of each difference: of one channel, or summed over three. */
  private static float[] likeness(double sigma) {
    float[] weights = new float[3 * 256];
    for (int difference = 0; difference < weights.length; difference++) {
      weights[difference] = bell(difference * difference, sigma);
    }
    return weights;
  }

  private static float bell(double square, double sigma) {
    return (float) Math.exp(square * (float) (-0.5 / (sigma * sigma)));
  }
}
