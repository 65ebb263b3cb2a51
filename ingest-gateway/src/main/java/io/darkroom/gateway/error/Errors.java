package io.darkroom.gateway.error;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.EOFException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every failure its code. */
public final class Errors {

  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** The coded form; what is no fault of the caller or of Kafka is logged and kept to ourselves. */
  public static DarkroomException coded(Throwable failure) {
    Throwable cause = peel(failure);
    if (cause instanceof DarkroomException coded) {
      return coded;
    }
    if (cause instanceof ContentTooLargeException tooLarge) {
      return tooLarge(tooLarge.maxContentLength());
    }
    if (cause instanceof HttpStatusException status) {
      return status.getCause() == null
          ? ofStatus(status.httpStatus().code(), null)
          : ofStatusAndCause(status);
    }
    if (cause instanceof RequestTimeoutException || isGone(cause)) {
      return ofStatus(408, null);
    }
    if (cause instanceof InvalidProtocolBufferException) {
      return malformed(cause.getMessage());
    }
    if (cause instanceof ZipException || cause instanceof EOFException) {
      return malformed("not whole gzip");
    }
    log.error("unexpected failure", cause);
    return new DarkroomException(
        ErrorCode.INTERNAL, "gateway: unexpected failure. See its log.", cause);
  }

  /** The coded form of a status that the server came upon before any of our code. */
  public static DarkroomException ofStatus(int status, String detail) {
    String what = detail == null || detail.isBlank() ? "request" : "request: " + detail;
    return switch (status) {
      case 404 ->
          new DarkroomException(
              ErrorCode.NOT_FOUND,
              "path: nothing is here (expected: a path of the API). See GET /v1/streams.");
      case 405 ->
          new DarkroomException(
              ErrorCode.METHOD_NOT_ALLOWED,
              "method: not for this path (expected: one that it has). Use another method.");
      case 408, 504 ->
          new DarkroomException(
              ErrorCode.TIMEOUT, what + ": took too long (expected: sooner). Try again.");
      case 413 -> tooLarge(0);
      case 415 ->
          new DarkroomException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, what + " (expected: JSON or an image).");
      case 429 ->
          new DarkroomException(
              ErrorCode.TOO_MANY_REQUESTS,
              what + ": too many at once (expected: fewer). Try again in a moment.");
      case 503 ->
          new DarkroomException(
              ErrorCode.UNAVAILABLE, "gateway: shutting down or overloaded. Try again.");
      default ->
          status >= 500
              ? new DarkroomException(
                  ErrorCode.INTERNAL, "gateway: unexpected failure. See its log.")
              : new DarkroomException(
                  ErrorCode.INVALID_ARGUMENT, what + " (expected: a valid request). Correct it.");
    };
  }

  /** What is wrong with a body that should be a message of a known type. */
  public static DarkroomException malformed(String detail) {
    return DarkroomException.invalid(
        "body",
        "body: %s (expected: the message that the API describes). Correct the body."
            .formatted(detail == null ? "not readable" : detail.strip().replaceAll("\\.$", "")));
  }

  private static DarkroomException ofStatusAndCause(HttpStatusException status) {
    Throwable cause = peel(status.getCause());
    if (cause instanceof ContentTooLargeException || cause instanceof DarkroomException) {
      return coded(cause);
    }
    if (status.httpStatus().code() == 400) {
      return malformed(cause.getMessage());
    }
    return ofStatus(status.httpStatus().code(), cause.getMessage());
  }

  private static DarkroomException tooLarge(long limit) {
    String expected = limit > 0 ? "at most %d bytes".formatted(limit) : "less";
    return new DarkroomException(
        ErrorCode.BODY_TOO_LARGE,
        "body: too long (expected: %s). Make it smaller.".formatted(expected));
  }

  /** The caller left, or has its answer already: nobody reads this one. */
  private static boolean isGone(Throwable cause) {
    return cause instanceof CancellationException
        || cause instanceof ClosedStreamException
        || cause instanceof AbortedStreamException
        || cause instanceof CancelledSubscriptionException
        || cause instanceof RequestCancellationException
        || cause instanceof ResponseCompleteException;
  }

  private static Throwable peel(Throwable failure) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The server wraps what it cannot read into a plain RuntimeException. */
  private static boolean isWrapper(Throwable cause) {
    return cause instanceof CompletionException
        || cause instanceof ExecutionException
        || cause.getClass() == RuntimeException.class;
  }
}
