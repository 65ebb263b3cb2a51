package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventQuery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;

/** A CUDA event: a point in a stream. Used by the slot's thread. */
public final class Event implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;
  private static final long SPIN_NANOS = 50_000;
  private static final long NAP_NANOS = 50_000;
  private static final double NANOS_PER_MILLI = 1e6;

  final CUevent handle = new CUevent();
  private final float[] millis = new float[1];

  Event() {
    check(cuEventCreate(handle, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
  }

  /**
   * Waits until the stream has reached this event.
   *
   * @throws CudaException {@code BUSY} after a timeout, because others may be using the GPU
   */
  public void await() {
    Duration patience =
        Duration.ofSeconds(Integer.getInteger("darkroom.cuda.patience", PATIENCE_SECONDS));
    long start = System.nanoTime();
    while (!reached()) {
      long waited = System.nanoTime() - start;
      if (waited > patience.toNanos()) {
        throw new CudaException(
            Failure.BUSY, "the work did not finish within %d s".formatted(patience.toSeconds()));
      }
      if (waited < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  private boolean reached() {
    int code = cuEventQuery(handle);
    if (code == CUresult.CUDA_ERROR_NOT_READY) {
      return false;
    }
    check(code, "cuEventQuery");
    return true;
  }

  /** Returns the time on the GPU since an earlier event; both must have been reached. */
  public long nanosSince(Event earlier) {
    check(cuEventElapsedTime(millis, earlier.handle, handle), "cuEventElapsedTime");
    return (long) (millis[0] * NANOS_PER_MILLI);
  }

  @Override
  public void close() {
    check(cuEventDestroy(handle), "cuEventDestroy");
  }
}
