package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Rotates a picture clockwise about its centre.
 *
 * <p>Half turns, and quarter turns that may swap width and height, are {@code cv::rotate}; other
 * angles are {@code cv::warpAffine} with {@code INTER_LINEAR | WARP_INVERSE_MAP} and a black
 * border; see {@link Turn}.
 */
@AutoService(Filter.class)
public final class Rotate implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "rotate",
            "Rotate",
            "Rotates each picture about its centre.",
            new Numeric(
                "angle", "Angle", "Rotation clockwise.", true, -360, 360, 0.1, false, "°", "90"),
            new Checkbox(
                "expand",
                "Expand",
                "Enlarges the result so that nothing is cut off, instead of keeping the size.",
                "true"))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 4;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    if (!isByQuarters(arguments)) {
      return new Warp(turn(arguments));
    }
    return switch (quarters(arguments)) {
      case 0 -> Mat::copyTo;
      case 1 -> (source, target) -> rotate(source, target, ROTATE_90_CLOCKWISE);
      case 2 -> (source, target) -> rotate(source, target, ROTATE_180);
      default -> (source, target) -> rotate(source, target, ROTATE_90_COUNTERCLOCKWISE);
    };
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    if (!isByQuarters(arguments)) {
      return Optional.of(turn(arguments)::plan);
    }
    int quarters = quarters(arguments);
    return Optional.of(
        source -> {
          Shape output =
              quarters % 2 == 0 ? source : source.withSize(source.height(), source.width());
          return KernelPlan.of(
              output, Pass.over(output, "rotate_quarters", SOURCE, TARGET, Argument.of(quarters)));
        });
  }

  private static Turn turn(Arguments arguments) {
    return new Turn(arguments.number("angle"), arguments.flag("expand"));
  }

  private static boolean isByQuarters(Arguments arguments) {
    return arguments.number("angle") % (arguments.flag("expand") ? 90 : 180) == 0;
  }

  private static int quarters(Arguments arguments) {
    return Math.floorMod((int) (arguments.number("angle") / 90), 4);
  }
}
