package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.convertScaleAbs;
import static org.bytedeco.opencv.global.opencv_imgproc.Sobel;

import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Measures the steepness of a picture's luma: {@code cv::Sobel} to 16 bits with the default border,
 * then {@code cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code cv::add}, clamped at 255.
 *
 * @param kernelSize 1, 3, 5, 7, or {@code FILTER_SCHARR}
 */
record Slopes(Direction direction, int kernelSize) {

  /** Bytes per pixel that a form holds in addition to source and target. */
  static final double SCRATCH = 4;

  enum Direction {
    X,
    Y,
    MAGNITUDE
  }

  static final Choice<Direction> DIRECTION =
      Choice.of(
          "direction",
          "Direction",
          "x finds vertical edges, y horizontal ones, magnitude both.",
          Direction.MAGNITUDE);

  CpuForm cpu() {
    return new Form(direction, kernelSize);
  }

  /** Returns the kernels {@code <filter>_slope} or {@code <filter>_magnitude}. */
  KernelForm kernels(String filter) {
    return switch (direction) {
      case X -> slope(filter, DerivativeKernel.of(1, 0, kernelSize));
      case Y -> slope(filter, DerivativeKernel.of(0, 1, kernelSize));
      case MAGNITUDE ->
          magnitude(
              filter, DerivativeKernel.of(1, 0, kernelSize), DerivativeKernel.of(0, 1, kernelSize));
    };
  }

  /** Returns the kernel {@code <filter>_slope}: the absolute weighted sum, clamped at 255. */
  static KernelForm slope(String filter, DerivativeKernel kernel) {
    Argument size = Argument.of(kernel.size());
    return shape ->
        KernelPlan.of(
            shape.withChannels(1),
            Pass.over(shape, filter + "_slope", SOURCE, TARGET, kernel.table(), size));
  }

  private static KernelForm magnitude(String filter, DerivativeKernel x, DerivativeKernel y) {
    Argument size = Argument.of(x.size());
    return shape ->
        KernelPlan.of(
            shape.withChannels(1),
            Pass.over(shape, filter + "_magnitude", SOURCE, TARGET, x.table(), y.table(), size));
  }

  private static final class Form implements CpuForm {

    private final Direction direction;
    private final int kernelSize;
    private final Mat gray = new Mat();
    private final Mat slope = new Mat();
    private final Mat other = new Mat();

    private Form(Direction direction, int kernelSize) {
      this.direction = direction;
      this.kernelSize = kernelSize;
    }

    @Override
    public void apply(Mat source, Mat target) {
      Mat luma = Luma.of(source, gray);
      switch (direction) {
        case X -> steepness(luma, 1, 0, target);
        case Y -> steepness(luma, 0, 1, target);
        case MAGNITUDE -> {
          steepness(luma, 1, 0, target);
          steepness(luma, 0, 1, other);
          add(target, other, target);
        }
      }
    }

    private void steepness(Mat luma, int dx, int dy, Mat target) {
      Sobel(luma, slope, CV_16S, dx, dy, kernelSize, 1, 0, BORDER_DEFAULT);
      convertScaleAbs(slope, target);
    }

    @Override
    public void close() {
      gray.close();
      slope.close();
      other.close();
    }
  }
}
