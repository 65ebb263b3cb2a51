package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/**
 * A rotation about a picture's centre, ((width - 1) / 2, (height - 1) / 2), which becomes the
 * centre of the result.
 *
 * @param degrees clockwise
 * @param expand whether the result is as large as the rotated picture: ceil(width |cos| + height
 *     |sin|) by ceil(width |sin| + height |cos|), less a millionth for rounding errors
 */
record Turn(double degrees, boolean expand) {

  private static final int MAX_SIDE = ImageLimits.DEFAULT.maxSide();
  private static final double ROUNDING = 1e-6;

  /** Scale of source positions: sums have 10 fractional bits, of which OpenCV uses the upper 5. */
  private static final int ONE = 1 << 10;

  private static final int HALF_STEP = ONE / (1 << 5) / 2;

  Shape output(Shape source) {
    if (!expand) {
      return source;
    }
    double cos = Math.abs(cos());
    double sin = Math.abs(sin());
    int width = (int) Math.ceil(source.width() * cos + source.height() * sin - ROUNDING);
    int height = (int) Math.ceil(source.width() * sin + source.height() * cos - ROUNDING);
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new DarkroomException(
          ErrorCode.IMAGE_TOO_LARGE,
          ("rotate: %d x %d px (expected: at most %d x %d). Set expand=false, or scale the"
                  + " picture down.")
              .formatted(width, height, MAX_SIDE, MAX_SIDE));
    }
    return source.withSize(width, height);
  }

  /**
   * Returns a to f, with which the output px (x, y) comes from the source position (ax + by + c, dx
   * + ey + f).
   */
  double[] matrix(Shape source, Shape output) {
    double cos = cos();
    double sin = sin();
    double x = (output.width() - 1) / 2.0;
    double y = (output.height() - 1) / 2.0;
    return new double[] {
      cos, sin, (source.width() - 1) / 2.0 - cos * x - sin * y,
      -sin, cos, (source.height() - 1) / 2.0 + sin * x - cos * y
    };
  }

  private double cos() {
    return StrictMath.cos(StrictMath.toRadians(degrees));
  }

  private double sin() {
    return StrictMath.sin(StrictMath.toRadians(degrees));
  }

  /** Computes both terms of each position in integers, rounded separately as OpenCV does. */
  KernelPlan plan(Shape source) {
    Shape output = output(source);
    double[] m = matrix(source, output);
    int[] byColumn = new int[2 * output.width()];
    for (int x = 0; x < output.width(); x++) {
      byColumn[2 * x] = (int) Math.rint(m[0] * x * ONE);
      byColumn[2 * x + 1] = (int) Math.rint(m[3] * x * ONE);
    }
    int[] byRow = new int[2 * output.height()];
    for (int y = 0; y < output.height(); y++) {
      byRow[2 * y] = (int) Math.rint((m[1] * y + m[2]) * ONE) + HALF_STEP;
      byRow[2 * y + 1] = (int) Math.rint((m[4] * y + m[5]) * ONE) + HALF_STEP;
    }
    return KernelPlan.of(
        output,
        Pass.over(output, "rotate_turn", SOURCE, TARGET, Table.of(byColumn), Table.of(byRow)));
  }
}
