package io.darkroom.image;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.stream.Stream;

/** Recognizes out-of-memory failures, which OpenCV and JavaCPP report in several ways. */
public final class MemoryFailure {

  private MemoryFailure() {}

  /** Returns whether the JVM, JavaCPP, OpenCV or C++ ran out of memory. */
  public static boolean is(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof OutOfMemoryError
        || Stream.of("Failed to allocate", "Insufficient memory", "bad_alloc", "bad allocation")
            .anyMatch(message::contains);
  }

  /**
   * Returns the error for callers.
   *
   * @param what the work that needed the memory
   */
  public static DarkroomException coded(String what, Throwable failure) {
    return new DarkroomException(
        ErrorCode.MEMORY_EXCEEDED,
        ("memory: none left for %s: %s (expected: free memory on the machine). Send a smaller"
                + " picture, or give the machine more memory than --task-memory for each task.")
            .formatted(what, failure.getMessage()),
        failure);
  }
}
