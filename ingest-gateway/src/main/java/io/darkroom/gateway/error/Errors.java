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
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every failure to an error with a code. */
public final class Errors {

  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  /** Where protobuf's messages quote a value that has another type than its field. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?: but (?:got|found): |(?<=Invalid value): ).*?( for expected type: [A-Z_]+)?$",
          Pattern.DOTALL);

  private Errors() {}

  /** Maps a failure. An unexpected one is logged, and the caller gets no details of it. */
  public static DarkroomException coded(Throwable failure) {
    Throwable cause = unwrap(failure);
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
      return malformed("incomplete or invalid gzip");
    }
    log.error("unexpected failure", cause);
    return new DarkroomException(
        ErrorCode.INTERNAL, "gateway: unexpected failure. See its log.", cause);
  }

  /** Maps an HTTP status that the server chose before any handler ran. */
  public static DarkroomException ofStatus(int status, String detail) {
    String what = detail == null || detail.isBlank() ? "request" : "request: " + detail;
    return switch (status) {
      case 404 ->
          new DarkroomException(
              ErrorCode.NOT_FOUND,
              "path: not found (expected: a path of the API). See GET /openapi.json.");
      case 405 ->
          new DarkroomException(
              ErrorCode.METHOD_NOT_ALLOWED,
              "method: not supported here (expected: a method of this path). Use another method.");
      case 408, 504 ->
          new DarkroomException(
              ErrorCode.TIMEOUT, what + ": timed out (expected: completion in time). Try again.");
      case 413 -> tooLarge(0);
      case 415 ->
          new DarkroomException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              what + ": unsupported type (expected: JSON or an image). Set content-type.");
      case 429 ->
          new DarkroomException(
              ErrorCode.TOO_MANY_REQUESTS,
              what + ": too many at once (expected: fewer). Try again in a moment.");
      case 503 ->
          new DarkroomException(
              ErrorCode.UNAVAILABLE,
              "gateway: shutting down or overloaded. Try again in a moment.");
      default ->
          status >= 500
              ? new DarkroomException(
                  ErrorCode.INTERNAL, "gateway: unexpected failure. See its log.")
              : new DarkroomException(
                  ErrorCode.INVALID_ARGUMENT, what + " (expected: a valid request). Correct it.");
    };
  }

  /** The error for a body that is not a message of the expected type. */
  public static DarkroomException malformed(String detail) {
    return DarkroomException.invalid(
        "body",
        "body: %s (expected: the request message of this call). Correct the body."
            .formatted(detail == null ? "not readable" : withoutValue(detail)));
  }

  /** Leaves out a value of a wrong type, because it may be a password. */
  public static String withoutValue(String detail) {
    return VALUE.matcher(detail.strip().replaceAll("\\.$", "")).replaceFirst("$1");
  }

  private static DarkroomException ofStatusAndCause(HttpStatusException status) {
    Throwable cause = unwrap(status.getCause());
    if (cause instanceof ContentTooLargeException || cause instanceof DarkroomException) {
      return coded(cause);
    }
    if (status.httpStatus().code() == 400) {
      return malformed(cause.getMessage());
    }
    return ofStatus(status.httpStatus().code(), cause.getMessage());
  }

  private static DarkroomException tooLarge(long limit) {
    String expected = limit > 0 ? "at most %d bytes".formatted(limit) : "fewer bytes";
    return new DarkroomException(
        ErrorCode.BODY_TOO_LARGE,
        "body: too large (expected: %s). Make it smaller.".formatted(expected));
  }

  /** The caller has left or already has its answer, so nobody reads this one. */
  private static boolean isGone(Throwable cause) {
    return cause instanceof CancellationException
        || cause instanceof ClosedStreamException
        || cause instanceof AbortedStreamException
        || cause instanceof CancelledSubscriptionException
        || cause instanceof RequestCancellationException
        || cause instanceof ResponseCompleteException;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Armeria wraps bodies that it cannot read into a plain RuntimeException. */
  private static boolean isWrapper(Throwable cause) {
    return cause instanceof CompletionException
        || cause instanceof ExecutionException
        || cause.getClass() == RuntimeException.class;
  }
}
