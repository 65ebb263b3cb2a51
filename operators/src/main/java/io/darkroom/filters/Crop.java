package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Cuts out a rectangle: the {@code cv::Mat} of a {@code cv::Rect}. A rectangle that extends beyond
 * the picture ends at its edge; one that starts outside is refused.
 */
@AutoService(Filter.class)
public final class Crop implements Filter {

  private static final int MAX_SIDE = ImageLimits.DEFAULT.maxSide();

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "crop",
            "Crop",
            "Cuts a rectangle out of each picture.",
            Numeric.whole(
                "x", "Left", "Number of columns to skip on the left.", 0, MAX_SIDE - 1, "px", 0),
            Numeric.whole(
                "y", "Top", "Number of rows to skip at the top.", 0, MAX_SIDE - 1, "px", 0),
            side("width", "Width", 320),
            side("height", "Height", 240))
        .onGpu();
  }

  private static Numeric side(String id, String title, int value) {
    String help = "Maximum size; 0 extends to the picture's edge.";
    return Numeric.whole(id, title, help, 0, MAX_SIDE, "px", value);
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 0.5;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    Cut cut = Cut.of(arguments);
    return (source, target) -> {
      Shape output = cut.of(new Shape(source.cols(), source.rows(), source.channels()));
      try (Rect inner = new Rect(cut.x, cut.y, output.width(), output.height());
          Mat part = new Mat(source, inner)) {
        part.copyTo(target);
      }
    };
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Cut cut = Cut.of(arguments);
    return Optional.of(source -> cut.plan(cut.of(source)));
  }

  private record Cut(int x, int y, int width, int height) {

    static Cut of(Arguments arguments) {
      return new Cut(
          arguments.whole("x"),
          arguments.whole("y"),
          arguments.whole("width"),
          arguments.whole("height"));
    }

    Shape of(Shape source) {
      if (x >= source.width() || y >= source.height()) {
        throw new DarkroomException(
            ErrorCode.INVALID_ARGUMENT,
            "crop: from %d, %d px (expected: within the picture's %d x %d px). Lower x or y."
                .formatted(x, y, source.width(), source.height()));
      }
      return source.withSize(
          length(width, source.width() - x), length(height, source.height() - y));
    }

    private static int length(int wanted, int available) {
      return wanted == 0 ? available : Math.min(wanted, available);
    }

    KernelPlan plan(Shape output) {
      return KernelPlan.of(
          output, Pass.over(output, "crop_cut", SOURCE, TARGET, Argument.of(x), Argument.of(y)));
    }
  }
}
