package io.darkroom.kernel;

import java.util.List;

/**
 * One launch of a kernel over all pictures of a bundle; each picture is one layer of the grid
 * ({@code blockIdx.z}).
 *
 * @param kernel name of its entry point
 * @param gridX blocks
 * @param gridY blocks
 * @param blockX threads in a block
 * @param blockY threads in a block; {@code blockX * blockY} is at most 1024
 * @param arguments one for each parameter of the kernel
 */
public record Pass(
    String kernel, int gridX, int gridY, int blockX, int blockY, List<Argument> arguments) {

  private static final int WIDE = 32;
  private static final int HIGH = 8;

  public Pass {
    arguments = List.copyOf(arguments);
  }

  /**
   * Creates a pass with at least one thread for each of width x height positions, in blocks of 32 x
   * 8.
   */
  public static Pass over(int width, int height, String kernel, Argument... arguments) {
    return new Pass(
        kernel, blocks(width, WIDE), blocks(height, HIGH), WIDE, HIGH, List.of(arguments));
  }

  /** Creates a pass with at least one thread for each pixel of a shape, in blocks of 32 x 8. */
  public static Pass over(Shape shape, String kernel, Argument... arguments) {
    return over(shape.width(), shape.height(), kernel, arguments);
  }

  /** Creates a pass with at least one thread for each value of each pixel, in blocks of 32 x 8. */
  public static Pass overValues(Shape shape, String kernel, Argument... arguments) {
    return over(shape.width() * shape.channels(), shape.height(), kernel, arguments);
  }

  /** Creates a pass with a grid of blocks, for kernels whose threads work together. */
  public static Pass inBlocks(
      int gridX, int gridY, int blockX, int blockY, String kernel, Argument... arguments) {
    return new Pass(kernel, gridX, gridY, blockX, blockY, List.of(arguments));
  }

  /** Returns how many blocks of a size cover a length. */
  public static int blocks(int length, int size) {
    return (length + size - 1) / size;
  }
}
