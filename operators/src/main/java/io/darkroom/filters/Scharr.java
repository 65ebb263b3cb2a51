package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.FILTER_SCHARR;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;

/**
 * Edges by the first derivative, the same at every angle: {@code cv::Scharr} to 16 bits with the
 * default border, then {@code cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code cv::add}
 * of both, cut at 255. A colour picture is first turned to BT.601 gray ({@code COLOR_BGR2GRAY});
 * the result is gray.
 */
@AutoService(Filter.class)
public final class Scharr implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "scharr",
            "Scharr",
            "Shows edges as sobel does, more strongly and whatever their angle.",
            Slopes.DIRECTION.parameter())
        .producing(Channels.GRAY)
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
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
    return Optional.of(slopes(arguments).kernels("scharr"));
  }

  private static Slopes slopes(Arguments arguments) {
    return new Slopes(Slopes.DIRECTION.in(arguments), FILTER_SCHARR);
  }
}
