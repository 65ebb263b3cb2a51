package io.darkroom.cuda.device;

/** No usable GPU. The message is a clause with the reason and the fix. */
public final class NoGpuException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoGpuException(String reason) {
    super(reason);
  }

  NoGpuException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
