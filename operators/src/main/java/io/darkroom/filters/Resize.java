package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Scales a picture: {@code cv::resize} with {@code INTER_NEAREST}, {@code INTER_LINEAR} or {@code
 * INTER_AREA}. A side of 0 keeps the proportions: own length * other side's new length / its old
 * length, in integers, halves rounded up, at least 1.
 */
@AutoService(Filter.class)
public final class Resize implements Filter {

  private static final int MAX_SIDE = ImageLimits.DEFAULT.maxSide();

  private enum Interpolation {
    NEAREST,
    LINEAR,
    AREA
  }

  private static final Choice<Interpolation> INTERPOLATION =
      Choice.of(
          "interpolation",
          "Interpolation",
          "nearest is fastest but coarse, linear is smooth, area is best for shrinking.",
          Interpolation.LINEAR);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "resize",
            "Resize",
            "Scales each picture to a width, a height or both.",
            side("width", "Width"),
            side("height", "Height"),
            INTERPOLATION.parameter())
        .onGpu();
  }

  private static Numeric side(String id, String title) {
    String help = "0 keeps the proportions; at least one side must be above 0.";
    return Numeric.whole(id, title, help, 0, MAX_SIDE, "px", 0);
  }

  @Override
  public void check(Arguments arguments) {
    if (arguments.whole("width") == 0 && arguments.whole("height") == 0) {
      throw new IllegalArgumentException(
          "width and height: 0 (expected: at least one above 0). Set the width or the height.");
    }
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 3;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int flag =
        switch (INTERPOLATION.in(arguments)) {
          case NEAREST -> INTER_NEAREST;
          case LINEAR -> INTER_LINEAR;
          case AREA -> INTER_AREA;
        };
    return new Scaling(arguments.whole("width"), arguments.whole("height"), flag, new Size());
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Interpolation interpolation = INTERPOLATION.in(arguments);
    int width = arguments.whole("width");
    int height = arguments.whole("height");
    return Optional.of(
        source -> {
          Shape output = scaled(source, width, height);
          return switch (interpolation) {
            case NEAREST -> ScalingPasses.nearest(source, output);
            case LINEAR -> ScalingPasses.linear(source, output);
            case AREA -> ScalingPasses.area(source, output);
          };
        });
  }

  private static Shape scaled(Shape source, int width, int height) {
    long wide = width > 0 ? width : proportional(source.width(), height, source.height());
    long high = height > 0 ? height : proportional(source.height(), width, source.width());
    if (wide > MAX_SIDE || high > MAX_SIDE) {
      throw new DarkroomException(
          ErrorCode.IMAGE_TOO_LARGE,
          "resize: %d x %d px from %d x %d px (expected: at most %d x %d). Set a smaller side."
              .formatted(wide, high, source.width(), source.height(), MAX_SIDE, MAX_SIDE));
    }
    return source.withSize((int) wide, (int) high);
  }

  private static long proportional(long own, long otherNew, long otherOld) {
    return Math.max(1, (own * otherNew + otherOld / 2) / otherOld);
  }

  private record Scaling(int width, int height, int interpolation, Size size) implements CpuForm {

    @Override
    public void apply(Mat source, Mat target) {
      Shape output =
          scaled(new Shape(source.cols(), source.rows(), source.channels()), width, height);
      size.width(output.width()).height(output.height());
      resize(source, target, size, 0, 0, interpolation);
    }

    @Override
    public void close() {
      size.close();
    }
  }
}
