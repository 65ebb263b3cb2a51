package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;

/**
 * Edges by the first derivative: {@code cv::Sobel} to 16 bits with the default border, then {@code
 * cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code cv::add} of both, cut at 255. A
 * colour picture is first turned to BT.601 gray ({@code COLOR_BGR2GRAY}); the result is gray.
 */
@AutoService(Filter.class)
public final class Sobel implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "sobel",
            "Sobel",
            "Shows edges: the steeper a change in brightness, the brighter.",
            Slopes.DIRECTION.parameter(),
            Numeric.steps(
                "kernel_size",
                "Kernel size",
                "Larger ones are stronger and less troubled by noise; 1 does not smooth at all.",
                1,
                7,
                2,
                "px",
                3))
        .producing(Channels.GRAY)
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return arguments.whole("kernel_size") > 3 ? 8 : 2;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return Slopes.SCRATCH;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return slopes(arguments).cpu();
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.of(slopes(arguments).kernels("sobel"));
  }

  private static Slopes slopes(Arguments arguments) {
    return new Slopes(Slopes.DIRECTION.in(arguments), arguments.whole("kernel_size"));
  }
}
