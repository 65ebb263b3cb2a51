package io.darkroom.error;

import java.util.List;

/** A coded failure; its message is fit to be shown to the caller. */
public final class DarkroomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Problem> problems;

  public DarkroomException(ErrorCode code, String message) {
    this(code, message, List.of(), null);
  }

  public DarkroomException(ErrorCode code, String message, Throwable cause) {
    this(code, message, List.of(), cause);
  }

  public DarkroomException(ErrorCode code, String message, List<Problem> problems) {
    this(code, message, problems, null);
  }

  private DarkroomException(
      ErrorCode code, String message, List<Problem> problems, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  /** A refusal that names one field. */
  public static DarkroomException invalid(String field, String description) {
    return new DarkroomException(
        ErrorCode.INVALID_ARGUMENT, description, List.of(Problem.of(field, description)));
  }

  public static DarkroomException notFound(String kind, String id, String mend) {
    return new DarkroomException(
        ErrorCode.NOT_FOUND, "%s: %s (expected: one that exists). %s".formatted(kind, id, mend));
  }

  public ErrorCode code() {
    return code;
  }

  /** What is wrong in detail; empty where the message says it all. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
