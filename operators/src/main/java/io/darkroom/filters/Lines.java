package io.darkroom.filters;

import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/** The passes that {@code line.cuh} is made for: sums along rows, then along columns. */
final class Lines {

  /** How many places next to each other a thread sums about, as {@code line.cuh} has it. */
  private static final int RUN = 4;

  private Lines() {}

  /** A thread for each run of values along the rows. */
  static Pass rows(Shape shape, String kernel, Argument... arguments) {
    int runs = Pass.blocks(shape.width(), RUN) * shape.channels();
    return Pass.over(runs, shape.height(), kernel, arguments);
  }

  /** A thread for each run of values along the columns. */
  static Pass columns(Shape shape, String kernel, Argument... arguments) {
    int runs = Pass.blocks(shape.height(), RUN);
    return Pass.over(shape.width() * shape.channels(), runs, kernel, arguments);
  }

  /** What the pass along the rows leaves to that along the columns: 16 bits a value. */
  static Argument sums(Shape shape) {
    return Scratch.of("row sums", 2 * shape.bytes());
  }
}
