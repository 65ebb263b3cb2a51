package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.image.MemoryFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into the errors that frames are rejected with. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * Returns the error of a frame. A bug of the job or of a plugin rejects the frame, because a
   * restarted task would only hit it again. An error that may have damaged the JVM itself is
   * rethrown.
   */
  static DarkroomException coded(Throwable failure) {
    if (failure instanceof DarkroomException coded) {
      return coded;
    }
    if (MemoryFailure.is(failure)) {
      LOG.warn("out of memory while processing a frame: {}", failure.getMessage());
      return MemoryFailure.coded("a frame", failure);
    }
    if (failure instanceof Error error && !concernsOneFrame(error)) {
      throw error;
    }
    LOG.error("unexpected failure while processing a frame", failure);
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
