package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY_INV;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Sharpens by an unsharp mask: adds the difference between a picture and its {@code
 * cv::GaussianBlur}.
 *
 * <p>The result is (256 v + a (v - blurred) + 128) >> 8, clamped to 0..255, where a is 256 *
 * amount, rounded. A value that the blur changes by less than the threshold stays unchanged. The
 * CPU form uses {@code cv::addWeighted}, whose floats hold such sums exactly.
 */
@AutoService(Filter.class)
public final class Sharpen implements Filter {

  private static final int ONE = 256;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "sharpen",
            "Sharpen",
            "Makes edges and fine detail stand out.",
            Numeric.range(
                "amount", "Amount", "How strongly to sharpen; 0 changes nothing.", 0, 5, 0.05, 1),
            Numeric.range(
                "sigma", "Sigma", "Size of the detail to sharpen, in px.", 0.3, 20, 0.1, 1.5),
            Numeric.steps(
                "threshold",
                "Threshold",
                "Keeps smaller differences, such as noise, as they are.",
                0,
                255,
                1,
                "",
                0))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 6 + GaussianKernel.nanosPerPixel(GaussianKernel.sizeFor(arguments.number("sigma")));
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 9;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new UnsharpMask(
        amount(arguments), arguments.number("sigma"), arguments.whole("threshold"));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    double sigma = arguments.number("sigma");
    GaussianKernel kernel = GaussianKernel.of(GaussianKernel.sizeFor(sigma), sigma);
    Argument amount = Argument.of(amount(arguments));
    Argument threshold = Argument.of(arguments.whole("threshold"));
    return Optional.of(shape -> plan(shape, kernel, amount, threshold));
  }

  private static KernelPlan plan(
      Shape shape, GaussianKernel kernel, Argument amount, Argument threshold) {
    Argument sums = Lines.sums(shape);
    Argument weights = kernel.table();
    Argument reach = Argument.of(kernel.reach());
    return KernelPlan.of(
        shape,
        Lines.rows(shape, "sharpen_rows", SOURCE, sums, weights, reach),
        Lines.columns(
            shape, "sharpen_columns", SOURCE, sums, TARGET, weights, reach, amount, threshold));
  }

  private static int amount(Arguments arguments) {
    return (int) Math.rint(arguments.number("amount") * ONE);
  }

  private static final class UnsharpMask implements CpuForm {

    /** Makes halves round up, and changes no other multiple of a 256th. */
    private static final double HALF_A_STEP = 0.5 / ONE;

    private final double amount;
    private final CpuForm blur;
    private final int least;
    private final Mat blurred = new Mat();
    private final Mat difference = new Mat();
    private final Mat small = new Mat();

    private UnsharpMask(int amount, double sigma, int threshold) {
      this.amount = (double) amount / ONE;
      this.blur = new GaussianPasses(GaussianKernel.sizeFor(sigma), sigma, BORDER_REFLECT_101);
      this.least = threshold;
    }

    @Override
    public void apply(Mat source, Mat target) {
      blur.apply(source, blurred);
      addWeighted(source, 1 + amount, blurred, -amount, HALF_A_STEP, target);
      if (least > 0) {
        absdiff(source, blurred, difference);
        threshold(difference, small, least - 1, 255, THRESH_BINARY_INV);
        source.copyTo(target, small);
      }
    }

    @Override
    public void close() {
      blur.close();
      blurred.close();
      difference.close();
      small.close();
    }
  }
}
