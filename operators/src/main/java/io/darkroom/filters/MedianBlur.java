package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_imgproc.medianBlur;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import java.util.Optional;

/**
 * Replaces each pixel by the median of the square around it, channel by channel: {@code
 * cv::medianBlur}, which repeats the pixels at the edge beyond it.
 */
@AutoService(Filter.class)
public final class MedianBlur implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "median_blur",
            "Median blur",
            "Removes specks and keeps edges: each pixel becomes the median of a square around it.",
            Numeric.steps("kernel_size", "Kernel size", "Side of the square.", 3, 7, 2, "px", 5))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return switch (arguments.whole("kernel_size")) {
      case 3 -> 1;
      case 5 -> 4;
      default -> 100;
    };
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 4;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int size = arguments.whole("kernel_size");
    return (source, target) -> medianBlur(source, target, size);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    String kernel = "median_blur_" + arguments.whole("kernel_size");
    return Optional.of(
        shape -> KernelPlan.of(shape, Pass.overValues(shape, kernel, SOURCE, TARGET)));
  }
}
