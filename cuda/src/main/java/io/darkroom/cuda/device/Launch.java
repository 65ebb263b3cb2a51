package io.darkroom.cuda.device;

import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_END;

import jcuda.Pointer;
import jcuda.driver.CUfunction;

/** A kernel with its arguments, which can be launched any number of times. */
public final class Launch {

  private static final int SIZE_BYTES = Long.BYTES;

  final String kernel;

  /** The kernel with its sizes, for messages. */
  final String form;

  final CUfunction function;
  final Grid grid;
  final Pointer arguments;

  /** Blocks per layer, and threads per block. */
  public record Grid(int gridX, int gridY, int blockX, int blockY) {}

  /**
   * Prepares launches of a kernel.
   *
   * @param block the arguments in the memory layout of the kernel's parameters, followed by space
   *     for their size, see {@link #room}; must stay allocated while this launch is used
   * @param argumentBytes the exact size of the kernel's parameters
   */
  Launch(String kernel, CUfunction function, Grid grid, PinnedMemory block, int argumentBytes) {
    this.kernel = kernel;
    this.form =
        "%s (%d bytes of arguments, %d x %d blocks of %d x %d threads)"
            .formatted(
                kernel, argumentBytes, grid.gridX(), grid.gridY(), grid.blockX(), grid.blockY());
    this.function = function;
    this.grid = grid;
    int sizePlace = (int) block.bytes() - SIZE_BYTES;
    block.buffer().putLong(sizePlace, argumentBytes);
    this.arguments =
        Pointer.to(
            CU_LAUNCH_PARAM_BUFFER_POINTER,
            block.pointer,
            CU_LAUNCH_PARAM_BUFFER_SIZE,
            block.part(sizePlace, SIZE_BYTES).pointer,
            CU_LAUNCH_PARAM_END);
  }

  /** Returns the size of the block for arguments of this size. */
  public static long room(long argumentBytes) {
    return (argumentBytes + SIZE_BYTES - 1) / SIZE_BYTES * SIZE_BYTES + SIZE_BYTES;
  }
}
