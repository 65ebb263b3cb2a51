package io.darkroom.image;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.stream.Stream;

/** Tells failures for want of memory from others: OpenCV and JavaCPP have several forms of them. */
public final class MemoryFailure {

  private MemoryFailure() {}

  /** Whether this is the JVM, JavaCPP, OpenCV or C++ saying that there is no memory left. */
  public static boolean is(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof OutOfMemoryError
        || Stream.of("Failed to allocate", "Insufficient memory", "bad_alloc", "bad allocation")
            .anyMatch(message::contains);
  }

  /**
   * The refusal that a caller sees.
   *
   * @param what was to be done
   */
  public static DarkroomException coded(String what, Throwable failure) {
    return new DarkroomException(
        ErrorCode.MEMORY_EXCEEDED,
        ("memory: none left for %s: %s (expected: room on the machine). Send a smaller picture, or"
                + " give the machine more than --task-memory for each task.")
            .formatted(what, failure.getMessage()),
        failure);
  }
}
