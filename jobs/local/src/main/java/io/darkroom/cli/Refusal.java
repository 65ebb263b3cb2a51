package io.darkroom.cli;

import io.darkroom.error.ErrorCode;

/** Something that the person at the terminal can correct; the message says how. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int exitCode;

  Refusal(ErrorCode code, int exitCode, String message) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }

  /** Something on this machine is not as the command needs it. */
  static Refusal failed(String message) {
    return new Refusal(ErrorCode.INVALID_ARGUMENT, Exit.FAILED, message);
  }

  /** The command was called in a way that makes no sense. */
  static Refusal usage(String message) {
    return new Refusal(ErrorCode.INVALID_ARGUMENT, Exit.USAGE, message);
  }

  /** What the command is about does not exist. */
  static Refusal notFound(String message) {
    return new Refusal(ErrorCode.NOT_FOUND, Exit.NOT_FOUND, message);
  }

  ErrorCode code() {
    return code;
  }

  int exitCode() {
    return exitCode;
  }
}
