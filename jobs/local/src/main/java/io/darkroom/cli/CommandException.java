package io.darkroom.cli;

import io.darkroom.error.ErrorCode;

/** An error that the user can fix; the message says how. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int exitCode;

  CommandException(ErrorCode code, int exitCode, String message) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }

  /** A problem on this machine, such as an unreadable file. */
  static CommandException failed(String message) {
    return new CommandException(ErrorCode.INVALID_ARGUMENT, Exit.FAILED, message);
  }

  /** An invalid command line. */
  static CommandException usage(String message) {
    return new CommandException(ErrorCode.INVALID_ARGUMENT, Exit.USAGE, message);
  }

  /** The resource does not exist. */
  static CommandException notFound(String message) {
    return new CommandException(ErrorCode.NOT_FOUND, Exit.NOT_FOUND, message);
  }

  ErrorCode code() {
    return code;
  }

  int exitCode() {
    return exitCode;
  }
}
