package io.darkroom.cuda.device;

import jcuda.driver.CUresult;

/** A failed call of the driver. */
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
   * Checks a result, and names the subject of the call in the message.
   *
   * @param subject such as a kernel's name
   */
  static void check(int code, String call, String subject) {
    if (code != CUresult.CUDA_SUCCESS) {
      check(code, call + " " + subject);
    }
  }
}
