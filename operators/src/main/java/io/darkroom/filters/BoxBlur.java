package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;

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
import io.darkroom.kernel.Shape;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Replaces each pixel by the mean of the square around it: {@code cv::blur}. The side is odd, so
 * the number of pixels is odd too and no mean lies halfway between two values: however OpenCV
 * divides, it rounds to the nearest.
 *
 * <p>Borders are OpenCV's; constant is black. For wrap, which OpenCV does not support here, the
 * picture is padded by {@code cv::copyMakeBorder}, blurred and cropped.
 */
@AutoService(Filter.class)
public final class BoxBlur implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "box_blur",
            "Box blur",
            "Replaces each pixel by the mean of the square around it.",
            Numeric.steps(
                "kernel_size",
                "Kernel size",
                "Side of the square, odd; 1 changes nothing.",
                1,
                63,
                2,
                "px",
                5),
            Border.CHOICE.parameter())
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int size = arguments.whole("kernel_size");
    return Border.CHOICE.in(arguments).form(size / 2, border -> new Mean(size, border));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int size = arguments.whole("kernel_size");
    Argument border = Border.CHOICE.in(arguments).argument();
    return Optional.of(shape -> plan(shape, size, border));
  }

  private static KernelPlan plan(Shape shape, int size, Argument border) {
    short[] ones = new short[size];
    Arrays.fill(ones, (short) 1);
    Argument weights = Table.of(ones);
    Argument reach = Argument.of(size / 2);
    Argument sums = Lines.sums(shape);
    return KernelPlan.of(
        shape,
        Lines.rows(shape, "box_blur_rows", SOURCE, sums, weights, reach, border),
        Lines.columns(shape, "box_blur_columns", sums, TARGET, weights, reach, border));
  }

  private static final class Mean implements CpuForm {

    private final Size size;
    private final Point centre = new Point(-1, -1);
    private final int border;

    private Mean(int size, int border) {
      this.size = new Size(size, size);
      this.border = border;
    }

    @Override
    public void apply(Mat source, Mat target) {
      blur(source, target, size, centre, border);
    }

    @Override
    public void close() {
      size.close();
      centre.close();
    }
  }
}
