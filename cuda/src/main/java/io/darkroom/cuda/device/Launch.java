package io.darkroom.cuda.device;

import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_END;

import jcuda.Pointer;
import jcuda.driver.CUfunction;

/** A kernel with its arguments, ready to be launched any number of times. */
public final class Launch {

  private static final int SIZE_BYTES = Long.BYTES;

  final String kernel;

  /** The kernel with its sizes, for messages. */
  final String form;

  final CUfunction function;
  final Grid grid;
  final Pointer arguments;

  /** Blocks of one layer, and threads of a block. */
  public record Grid(int gridX, int gridY, int blockX, int blockY) {}

  /**
   * Launches of a kernel.
   *
   * @param block the arguments as the kernel's parameters lie in memory, followed by {@link #room}
   *     for their size; lent as long as this is used
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

  /** Bytes to set aside for arguments of so many bytes. */
  public static long room(long argumentBytes) {
    return (argumentBytes + SIZE_BYTES - 1) / SIZE_BYTES * SIZE_BYTES + SIZE_BYTES;
  }
}
