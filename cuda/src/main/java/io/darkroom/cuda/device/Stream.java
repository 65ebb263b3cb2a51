package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamQuery;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/**
 * A CUDA stream, which executes work in order. Used by the slot's thread. Calls do not wait for the
 * GPU, except {@link #finish()}.
 */
public final class Stream implements AutoCloseable {

  private final CUstream handle = new CUstream();
  private final boolean waits;
  private Event end;

  /**
   * Creates a stream.
   *
   * @param waits whether to wait for each kernel, to find out which one fails
   */
  Stream(boolean waits) {
    this.waits = waits;
    check(cuStreamCreate(handle, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
  }

  public void upload(PinnedMemory from, DeviceMemory to, long bytes) {
    check(cuMemcpyHtoDAsync(to.pointer, from.pointer, bytes, handle), "cuMemcpyHtoDAsync");
  }

  public void download(DeviceMemory from, PinnedMemory to, long bytes) {
    check(cuMemcpyDtoHAsync(to.pointer, from.pointer, bytes, handle), "cuMemcpyDtoHAsync");
  }

  public void clear(DeviceMemory memory) {
    check(cuMemsetD8Async(memory.pointer, (byte) 0, memory.bytes(), handle), "cuMemsetD8Async");
  }

  /**
   * Runs a kernel.
   *
   * @param layers layers of the grid, one for each picture of the bundle
   */
  public void launch(Launch launch, int layers) {
    Launch.Grid grid = launch.grid;
    check(
        cuLaunchKernel(
            launch.function,
            grid.gridX(),
            grid.gridY(),
            layers,
            grid.blockX(),
            grid.blockY(),
            1,
            0,
            handle,
            null,
            launch.arguments),
        "launch of",
        launch.form);
    if (waits) {
      finish(launch);
    }
  }

  private void finish(Launch launch) {
    try {
      finish();
    } catch (CudaException e) {
      throw new CudaException(
          e.failure(), "kernel %s: %s".formatted(launch.kernel, e.getMessage()));
    }
  }

  /** Waits until all submitted work is finished. */
  public void finish() {
    if (end == null) {
      end = new Event();
    }
    mark(end);
    end.await();
  }

  /** Returns whether all submitted work is finished; does not wait. */
  boolean idle() {
    int code = cuStreamQuery(handle);
    if (code == CUresult.CUDA_ERROR_NOT_READY) {
      return false;
    }
    check(code, "cuStreamQuery");
    return true;
  }

  /** Records an event after the work submitted so far. */
  public void mark(Event event) {
    check(cuEventRecord(event.handle, handle), "cuEventRecord");
  }

  /** Makes later work wait for an event of another stream. */
  public void waitFor(Event event) {
    check(cuStreamWaitEvent(handle, event.handle, 0), "cuStreamWaitEvent");
  }

  @Override
  public void close() {
    if (end != null) {
      end.close();
    }
    check(cuStreamDestroy(handle), "cuStreamDestroy");
  }
}
