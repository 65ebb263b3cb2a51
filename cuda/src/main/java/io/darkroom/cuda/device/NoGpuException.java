package io.darkroom.cuda.device;

/** There is no GPU to work with; the message is a clause that says why, and what would fix it. */
public final class NoGpuException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoGpuException(String reason) {
    super(reason);
  }

  NoGpuException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
