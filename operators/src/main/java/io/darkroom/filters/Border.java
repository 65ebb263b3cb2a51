package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.BORDER_WRAP;

import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Argument;
import java.util.function.IntFunction;

/** How a picture continues beyond its edges, as OpenCV defines it. */
enum Border {
  REPLICATE(BORDER_REPLICATE),
  REFLECT(BORDER_REFLECT),
  REFLECT101(BORDER_REFLECT_101),
  WRAP(BORDER_WRAP),
  CONSTANT(BORDER_CONSTANT);

  static final Choice<Border> CHOICE =
      Choice.of(
          "border_mode",
          "Border",
          "How the picture continues beyond its edge: replicate aaa|abc, reflect cba|abc,"
              + " reflect101 dcb|abc, wrap the opposite edge, constant black.",
          REFLECT101);

  private final int flag;

  Border(int flag) {
    this.flag = flag;
  }

  /**
   * Creates a form that uses this border. For wrap, which OpenCV's blurs do not support, the
   * picture is padded and the result cropped.
   *
   * @param reach how far from a pixel the form reads, in px
   * @param factory creates the form for OpenCV's border flag
   */
  CpuForm form(int reach, IntFunction<CpuForm> factory) {
    return this == WRAP ? new Wrapped(factory.apply(BORDER_REPLICATE), reach) : factory.apply(flag);
  }

  /** OpenCV's number of this border, which the kernels use too. */
  Argument argument() {
    return Argument.of(flag);
  }
}
