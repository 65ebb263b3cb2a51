package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

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
import io.darkroom.kernel.Shape;
import java.util.Optional;

/**
 * Blurs with a Gaussian: {@code cv::GaussianBlur} with equal sigmas, so {@code
 * gaussian_blur(sigma=2)} is {@code GaussianBlur(source, target, Size(0, 0), 2)}.
 *
 * <p>OpenCV blurs 8-bit pictures with weights in 256ths ({@link GaussianKernel}) and rounds once,
 * to the nearest, halves up. So one pass over squares gives the same bytes as two passes, and
 * {@code separable} affects only the speed on a GPU. Kernels above 63 px always use two passes.
 *
 * <p>OpenCV derives a kernel size of round(6 sigma + 1), made odd, from sigma, and a sigma of 0.15
 * kernel_size + 0.35 from the kernel size. Borders are OpenCV's; constant is black. For wrap, which
 * OpenCV does not support here, the picture is padded by {@code cv::copyMakeBorder}, blurred and
 * cropped.
 */
@AutoService(Filter.class)
public final class GaussianBlur implements Filter {

  private static final int LARGEST = 63;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "gaussian_blur",
            "Gaussian blur",
            "Smooths a picture and reduces its noise.",
            Numeric.range(
                "sigma",
                "Sigma",
                "Standard deviation, in px; 0 derives it from the kernel size.",
                0,
                100,
                0.1,
                1.5),
            Numeric.steps(
                "kernel_size",
                "Kernel size",
                "Side of the square around each pixel, odd; 0 derives it from sigma.",
                0,
                LARGEST,
                1,
                "px",
                0),
            Border.CHOICE.parameter(),
            new Checkbox(
                "separable",
                "Separable",
                "Two passes, along rows and columns, instead of one over squares: the same result,"
                    + " but faster.",
                "true"))
        .onGpu();
  }

  @Override
  public void check(Arguments arguments) {
    int size = arguments.whole("kernel_size");
    if (size > 0 && size % 2 == 0) {
      throw new IllegalArgumentException(
          "kernel_size: %d (expected: 0, or an odd number up to 63). Use %d or %d."
              .formatted(size, size - 1, size + 1));
    }
    if (size == 0 && arguments.number("sigma") == 0) {
      throw new IllegalArgumentException(
          "sigma and kernel_size: 0 (expected: at least one above 0). Set sigma.");
    }
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return GaussianKernel.nanosPerPixel(size(arguments));
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int size = size(arguments);
    double sigma = arguments.number("sigma");
    return Border.CHOICE
        .in(arguments)
        .form(size / 2, border -> new GaussianPasses(size, sigma, border));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    GaussianKernel kernel = GaussianKernel.of(size(arguments), arguments.number("sigma"));
    Argument border = Border.CHOICE.in(arguments).argument();
    boolean separable = arguments.flag("separable") || size(arguments) > LARGEST;
    return Optional.of(
        shape -> separable ? twoPasses(shape, kernel, border) : onePass(shape, kernel, border));
  }

  private static int size(Arguments arguments) {
    int size = arguments.whole("kernel_size");
    return size > 0 ? size : GaussianKernel.sizeFor(arguments.number("sigma"));
  }

  private static KernelPlan twoPasses(Shape shape, GaussianKernel kernel, Argument border) {
    Argument sums = Lines.sums(shape);
    Argument weights = kernel.table();
    Argument reach = Argument.of(kernel.reach());
    return KernelPlan.of(
        shape,
        Lines.rows(shape, "gaussian_blur_rows", SOURCE, sums, weights, reach, border),
        Lines.columns(shape, "gaussian_blur_columns", sums, TARGET, weights, reach, border));
  }

  private static KernelPlan onePass(Shape shape, GaussianKernel kernel, Argument border) {
    Argument weights = kernel.table();
    Argument reach = Argument.of(kernel.reach());
    return KernelPlan.of(
        shape, Lines.rows(shape, "gaussian_blur_square", SOURCE, TARGET, weights, reach, border));
  }
}
