package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.flip;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import java.util.Optional;

/** Mirrors a picture: {@code cv::flip} with 1 for horizontal, 0 for vertical, -1 for both. */
@AutoService(Filter.class)
public final class Flip implements Filter {

  private enum Direction {
    HORIZONTAL,
    VERTICAL,
    BOTH
  }

  private static final Choice<Direction> DIRECTION =
      Choice.of(
          "direction",
          "Direction",
          "horizontal swaps left and right, vertical swaps top and bottom, both rotates by"
              + " 180 degrees.",
          Direction.HORIZONTAL);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of("flip", "Flip", "Mirrors each picture.", DIRECTION.parameter())
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int code =
        switch (DIRECTION.in(arguments)) {
          case HORIZONTAL -> 1;
          case VERTICAL -> 0;
          case BOTH -> -1;
        };
    return (source, target) -> flip(source, target, code);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Direction direction = DIRECTION.in(arguments);
    Argument horizontally = Argument.of(direction == Direction.VERTICAL ? 0 : 1);
    Argument vertically = Argument.of(direction == Direction.HORIZONTAL ? 0 : 1);
    return Optional.of(
        source ->
            KernelPlan.of(
                source,
                Pass.over(source, "flip_mirror", SOURCE, TARGET, horizontally, vertically)));
  }
}
