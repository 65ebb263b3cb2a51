package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;

/**
 * Smooths by a Gaussian: {@code cv::GaussianBlur} with equal sigmas, so {@code
 * gaussian_blur(sigma=2)} is {@code GaussianBlur(source, target, Size(0, 0), 2)}.
 *
 * <p>Not separable: {@code cv::filter2D} with the product of {@code cv::getGaussianKernel} and its
 * transpose, which may differ by a step or two, since OpenCV blurs 8-bit pictures in fixed point.
 *
 * <p>Where OpenCV chooses, it chooses a kernel size of round(6 sigma + 1), made odd, and a sigma of
 * 0.15 kernel_size + 0.35. Borders are OpenCV's; constant is black. For wrap, which OpenCV does not
 * blur with, the picture is widened by {@code cv::copyMakeBorder}, blurred, and cut.
 */
@AutoService(Filter.class)
public final class GaussianBlur implements Filter {

  private enum Border {
    REPLICATE,
    REFLECT,
    REFLECT101,
    WRAP,
    CONSTANT
  }

  private static final Choice<Border> BORDER =
      Choice.of(
          "border_mode",
          "Border",
          "What lies beyond the edge: replicate aaa|abc, reflect cba|abc, reflect101 dcb|abc, wrap"
              + " the opposite edge, constant black.",
          Border.REFLECT101);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
        "gaussian_blur",
        "Gaussian blur",
        "Smooths a picture and softens its noise.",
        Numeric.range(
            "sigma",
            "Sigma",
            "How far it smooths, in px; 0 follows the kernel size.",
            0,
            100,
            0.1,
            1.5),
        Numeric.steps(
            "kernel_size",
            "Kernel size",
            "Side of the square around each pixel that counts, odd; 0 follows sigma.",
            0,
            63,
            1,
            "px",
            0),
        BORDER.parameter(),
        new Checkbox(
            "separable",
            "Separable",
            "Two passes, along rows and columns, instead of one over squares: much faster.",
            "true"));
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
          "sigma and kernel_size: 0 (expected: at least one above 0). Give sigma.");
    }
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    double sigma = arguments.number("sigma");
    int given = arguments.whole("kernel_size");
    int size = given > 0 ? given : (int) Math.rint(sigma * 6 + 1) | 1;
    boolean separable = arguments.flag("separable");
    return switch (BORDER.in(arguments)) {
      case REPLICATE -> blur(separable, size, sigma, BORDER_REPLICATE);
      case REFLECT -> blur(separable, size, sigma, BORDER_REFLECT);
      case REFLECT101 -> blur(separable, size, sigma, BORDER_REFLECT_101);
      case CONSTANT -> blur(separable, size, sigma, BORDER_CONSTANT);
      case WRAP -> new Wrapped(blur(separable, size, sigma, BORDER_REPLICATE), size / 2);
    };
  }

  private static CpuForm blur(boolean separable, int size, double sigma, int border) {
    return separable
        ? new GaussianPasses(size, sigma, border)
        : new GaussianSquare(size, sigma, border);
  }
}
