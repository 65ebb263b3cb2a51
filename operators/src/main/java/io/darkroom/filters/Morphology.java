package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CROSS;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_DILATE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ERODE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_GRADIENT;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyDefaultBorderValue;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Shrinks or grows bright areas, channel by channel: {@code cv::morphologyEx} with an element of
 * {@code cv::getStructuringElement} and the default border, which ignores everything beyond the
 * edge.
 */
@AutoService(Filter.class)
public final class Morphology implements Filter {

  enum Operation {
    ERODE(MORPH_ERODE),
    DILATE(MORPH_DILATE),
    OPEN(MORPH_OPEN),
    CLOSE(MORPH_CLOSE),
    GRADIENT(MORPH_GRADIENT);

    private final int flag;

    Operation(int flag) {
      this.flag = flag;
    }

    /** Returns the number of erosions and dilations that it consists of. */
    int steps() {
      return this == ERODE || this == DILATE ? 1 : 2;
    }
  }

  enum Element {
    RECTANGLE(MORPH_RECT),
    CROSS(MORPH_CROSS),
    ELLIPSE(MORPH_ELLIPSE);

    private final int flag;

    Element(int flag) {
      this.flag = flag;
    }

    /** Estimates the time of one erosion per colour pixel, in ns; it visits every cell. */
    double nanosPerPixel(int side) {
      return switch (this) {
        case RECTANGLE -> 1 + 0.1 * side;
        case CROSS -> 1 + 0.15 * side;
        case ELLIPSE -> 1 + 0.04 * side * side;
      };
    }

    /** Creates the matrix of its cells, 1 inside the shape; the caller closes it. */
    Mat mat(int side) {
      try (Size size = new Size(side, side)) {
        return getStructuringElement(flag, size);
      }
    }
  }

  private static final Choice<Operation> OPERATION =
      Choice.of(
          "operation",
          "Operation",
          "erode: the darkest around each pixel; dilate: the brightest; open: erode, then dilate,"
              + " which removes bright specks; close: dilate, then erode, which removes dark"
              + " specks; gradient: dilate minus erode, which leaves outlines.",
          Operation.OPEN);

  private static final Choice<Element> ELEMENT =
      Choice.of("shape", "Shape", "Shape of the area around each pixel.", Element.RECTANGLE);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "morphology",
            "Morphology",
            "Shrinks, grows, cleans or outlines bright areas.",
            OPERATION.parameter(),
            ELEMENT.parameter(),
            Numeric.steps(
                "kernel_size", "Kernel size", "Side of the shape, odd.", 3, 31, 2, "px", 5),
            Numeric.steps(
                "iterations", "Iterations", "How often to repeat each step.", 1, 10, 1, "", 1))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    int side = arguments.whole("kernel_size");
    int steps = arguments.whole("iterations") * OPERATION.in(arguments).steps();
    return steps * ELEMENT.in(arguments).nanosPerPixel(side);
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Form(
        OPERATION.in(arguments).flag,
        ELEMENT.in(arguments).mat(arguments.whole("kernel_size")),
        arguments.whole("iterations"));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    var steps =
        MorphologySteps.of(
            ELEMENT.in(arguments), arguments.whole("kernel_size"), arguments.whole("iterations"));
    Operation operation = OPERATION.in(arguments);
    return Optional.of(shape -> steps.plan(shape, operation));
  }

  private static final class Form implements CpuForm {

    private final int operation;
    private final Mat element;
    private final int iterations;
    private final Point centre = new Point(-1, -1);
    private final Scalar border = morphologyDefaultBorderValue();

    private Form(int operation, Mat element, int iterations) {
      this.operation = operation;
      this.element = element;
      this.iterations = iterations;
    }

    @Override
    public void apply(Mat source, Mat target) {
      morphologyEx(source, target, operation, element, centre, iterations, BORDER_CONSTANT, border);
    }

    @Override
    public void close() {
      element.close();
      centre.close();
      border.close();
    }
  }
}
