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

/** What lies beyond the edges of a picture, as OpenCV has it. */
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
          "What lies beyond the edge: replicate aaa|abc, reflect cba|abc, reflect101 dcb|abc, wrap"
              + " the opposite edge, constant black.",
          REFLECT101);

  private final int flag;

  Border(int flag) {
    this.flag = flag;
  }

  /**
   * A form of OpenCV's that meets this border; for wrap, which its blurs do not know, the picture
   * is widened and the result cut.
   *
   * @param reach how far beyond a pixel the form looks, in px
   * @param form made with OpenCV's flag of the border
   */
  CpuForm met(int reach, IntFunction<CpuForm> form) {
    return this == WRAP ? new Wrapped(form.apply(BORDER_REPLICATE), reach) : form.apply(flag);
  }

  /** The number by which OpenCV and the kernels know it. */
  Argument argument() {
    return Argument.of(flag);
  }
}
