package io.darkroom.cuda.device;

import jcuda.driver.CUresult;

/** A call of the driver that failed. */
public final class CudaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  CudaException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }

  static void check(int code, String call) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw new CudaException(Failure.of(code), call + ": " + CUresult.stringFor(code));
    }
  }

  /**
   * The same with what was called for; both are joined only where it failed.
   *
   * @param subject such as a kernel's name
   */
  static void check(int code, String call, String subject) {
    if (code != CUresult.CUDA_SUCCESS) {
      check(code, call + " " + subject);
    }
  }
}
