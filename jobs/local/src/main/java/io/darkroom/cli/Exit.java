package io.darkroom.cli;

import io.darkroom.error.ErrorCode;

/** The exit codes. Scripts rely on them. */
final class Exit {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int REFUSED = 4;
  static final int UNREACHABLE = 69;

  private static final int FIRST_SERVER_ERROR = 500;

  private Exit() {}

  /**
   * The exit code for an error of the gateway.
   *
   * @param httpStatus 0 if the error did not come from an HTTP response
   */
  static int of(String code, int httpStatus) {
    if (code.equals(ErrorCode.UNAVAILABLE.name())) {
      return UNREACHABLE;
    }
    if (code.equals(ErrorCode.NOT_FOUND.name()) || code.equals(ErrorCode.NO_FRAME_YET.name())) {
      return NOT_FOUND;
    }
    int status = httpStatus == 0 ? statusOf(code) : httpStatus;
    return status < FIRST_SERVER_ERROR ? REFUSED : FAILED;
  }

  private static int statusOf(String code) {
    for (ErrorCode known : ErrorCode.values()) {
      if (known.name().equals(code)) {
        return known.httpStatus();
      }
    }
    return FIRST_SERVER_ERROR;
  }
}
