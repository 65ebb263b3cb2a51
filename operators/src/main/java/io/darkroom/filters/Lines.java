package io.darkroom.filters;

import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/**
 * Creates the passes for kernels based on {@code line.cuh}: sums along rows, then along columns.
 */
final class Lines {

  /** How many adjacent results a thread computes; the same number as in {@code line.cuh}. */
  private static final int RUN = 4;

  private Lines() {}

  /** Creates a pass with one thread for each run of values along the rows. */
  static Pass rows(Shape shape, String kernel, Argument... arguments) {
    int runs = Pass.blocks(shape.width(), RUN) * shape.channels();
    return Pass.over(runs, shape.height(), kernel, arguments);
  }

  /** Creates a pass with one thread for each run of values along the columns. */
  static Pass columns(Shape shape, String kernel, Argument... arguments) {
    int runs = Pass.blocks(shape.height(), RUN);
    return Pass.over(shape.width() * shape.channels(), runs, kernel, arguments);
  }

  /** The buffer between the pass along rows and the pass along columns: 16 bits per value. */
  static Argument sums(Shape shape) {
    return Scratch.of("row sums", 2 * shape.bytes());
  }
}
