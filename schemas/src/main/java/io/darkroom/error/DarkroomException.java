package io.darkroom.error;

import java.util.List;
import java.util.Optional;

/** A failure with an {@link ErrorCode}. You can show its message to the caller. */
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

  /** Creates an {@code INVALID_ARGUMENT} failure about one field. */
  public static DarkroomException invalid(String field, String description) {
    return new DarkroomException(
        ErrorCode.INVALID_ARGUMENT, description, List.of(Problem.of(field, description)));
  }

  /** Creates a {@code NOT_FOUND} failure about a resource. */
  public static DarkroomException notFound(String type, String id, String fix) {
    return new DarkroomException(
            ErrorCode.NOT_FOUND, "%s: %s (expected: one that exists). %s".formatted(type, id, fix))
        .about(type, id);
  }

  /** Returns a copy of this failure that names a resource. */
  public DarkroomException about(String type, String name) {
    return new DarkroomException(
        code, getMessage(), problems(), new Resource(type, name), getCause());
  }

  public ErrorCode code() {
    return code;
  }

  /** Returns the single problems of the input; empty if the message is sufficient. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }

  /** Returns the resource that the failure is about, if there is one. */
  public Optional<Resource> resource() {
    return Optional.ofNullable(resource);
  }
}
