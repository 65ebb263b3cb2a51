package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.image.MemoryFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a frame is rejected with that met a failure. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * A frame that meets a fault of ours, or of a plugin, is rejected: a task that failed would only
   * meet it again. What leaves the JVM itself in doubt is thrown on.
   */
  static DarkroomException coded(Throwable failure) {
    if (failure instanceof DarkroomException coded) {
      return coded;
    }
    if (MemoryFailure.is(failure)) {
      LOG.warn("a frame met the end of the memory: {}", failure.getMessage());
      return MemoryFailure.coded("a frame", failure);
    }
    if (failure instanceof Error error && !concernsOneFrame(error)) {
      throw error;
    }
    LOG.error("a frame met an unexpected failure", failure);
    return new DarkroomException(
        ErrorCode.INTERNAL, "job: unexpected failure: %s. Report it.".formatted(failure), failure);
  }

  private static boolean concernsOneFrame(Error error) {
    return error instanceof LinkageError
        || error instanceof AssertionError
        || error instanceof StackOverflowError
        || error instanceof OutOfMemoryError;
  }
}
