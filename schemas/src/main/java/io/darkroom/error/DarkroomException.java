package io.darkroom.error;

import java.util.List;
import java.util.Optional;

/** A coded failure; its message is fit to be shown to the caller. */
public final class DarkroomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Problem> problems;
  private final transient Resource resource;

  public DarkroomException(ErrorCode code, String message) {
    this(code, message, List.of(), null, null);
  }

  public DarkroomException(ErrorCode code, String message, Throwable cause) {
    this(code, message, List.of(), null, cause);
  }

  public DarkroomException(ErrorCode code, String message, List<Problem> problems) {
    this(code, message, problems, null, null);
  }

  private DarkroomException(
      ErrorCode code, String message, List<Problem> problems, Resource resource, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.problems = List.copyOf(problems);
    this.resource = resource;
  }

  /** A refusal that names one field. */
  public static DarkroomException invalid(String field, String description) {
    return new DarkroomException(
        ErrorCode.INVALID_ARGUMENT, description, List.of(Problem.of(field, description)));
  }

  public static DarkroomException notFound(String type, String id, String fix) {
    return new DarkroomException(
            ErrorCode.NOT_FOUND, "%s: %s (expected: one that exists). %s".formatted(type, id, fix))
        .about(type, id);
  }

  /** The same failure, about this resource. */
  public DarkroomException about(String type, String name) {
    return new DarkroomException(
        code, getMessage(), problems(), new Resource(type, name), getCause());
  }

  public ErrorCode code() {
    return code;
  }

  /** What is wrong in detail; empty where the message says it all. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }

  /** What the failure is about, where that is one thing with a name. */
  public Optional<Resource> resource() {
    return Optional.ofNullable(resource);
  }
}
