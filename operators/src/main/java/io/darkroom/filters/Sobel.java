package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Filter;

/**
 * Detects edges by the first derivative: {@code cv::Sobel} to 16 bits with the default border, then
 * {@code cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code cv::add} of both, clamped at
 * 255. A colour picture is first converted to BT.601 gray ({@code COLOR_BGR2GRAY}); the result is
 * gray.
 */
@AutoService(Filter.class)
public final class Sobel extends SlopeFilter {

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
                "Larger kernels respond more strongly and less to noise; 1 does not smooth at all.",
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
  int kernelSize(Arguments arguments) {
    return arguments.whole("kernel_size");
  }
}
