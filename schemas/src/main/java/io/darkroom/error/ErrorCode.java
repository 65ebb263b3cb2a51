package io.darkroom.error;

import com.google.rpc.Code;
import java.time.Duration;

/**
 * Every way in which Darkroom refuses or fails, and what each means to HTTP, gRPC and retries. The
 * same codes are used by every protocol, in rejects and in metrics; docs/errors.md describes them.
 */
public enum ErrorCode {
  INVALID_IMAGE(Category.USER, 400, Code.INVALID_ARGUMENT),
  IMAGE_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  /** A body that is longer than its call takes, and is no picture. */
  BODY_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  INVALID_VIDEO(Category.USER, 400, Code.INVALID_ARGUMENT),
  VIDEO_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  INVALID_FRAME(Category.USER, 400, Code.INVALID_ARGUMENT),
  INVALID_CHAIN(Category.USER, 400, Code.INVALID_ARGUMENT),
  INVALID_ARGUMENT(Category.USER, 400, Code.INVALID_ARGUMENT),
  /** The chain would take longer on this picture than one frame may. */
  CHAIN_TOO_COSTLY(Category.USER, 422, Code.INVALID_ARGUMENT),
  FORBIDDEN(Category.USER, 403, Code.PERMISSION_DENIED),
  NOT_FOUND(Category.USER, 404, Code.NOT_FOUND),
  /** The pipeline exists, but no frame has come through it so far. */
  NO_FRAME_YET(Category.EXTERNAL, 404, Code.NOT_FOUND),
  /** Something else is there already, or has come further than the caller thinks. */
  CONFLICT(Category.USER, 409, Code.ABORTED),
  /** An upload has got to another offset than the call begins at. */
  OFFSET_MISMATCH(Category.USER, 409, Code.ABORTED),
  /** There is one of this name, and the caller wants to create it. */
  ALREADY_EXISTS(Category.USER, 409, Code.ALREADY_EXISTS),
  /** It is no longer what the caller has seen: its etag is another one. */
  PRECONDITION_FAILED(Category.USER, 412, Code.ABORTED),
  /** No such call, or not in the way that the caller wants it. */
  UNIMPLEMENTED(Category.USER, 501, Code.UNIMPLEMENTED),
  METHOD_NOT_ALLOWED(Category.USER, 405, Code.UNIMPLEMENTED),
  UNSUPPORTED_MEDIA_TYPE(Category.USER, 415, Code.INVALID_ARGUMENT),
  /** There are as many things of a kind as may exist; waiting alone frees none of them. */
  QUOTA_EXCEEDED(Category.USER, 429, Code.RESOURCE_EXHAUSTED),
  /** Calls or bytes come faster than they can be handled. */
  TOO_MANY_REQUESTS(Category.RESOURCE, 429, Code.RESOURCE_EXHAUSTED),
  /** The picture and its chain need more memory than the task has left. */
  MEMORY_EXCEEDED(Category.RESOURCE, 503, Code.RESOURCE_EXHAUSTED),
  UNAVAILABLE(Category.EXTERNAL, 503, Code.UNAVAILABLE),
  TIMEOUT(Category.EXTERNAL, 504, Code.DEADLINE_EXCEEDED),
  FILTER_FAILED(Category.INTERNAL, 500, Code.INTERNAL),
  INTERNAL(Category.INTERNAL, 500, Code.INTERNAL);

  /** Who can fix it. */
  public enum Category {
    /** The caller, by sending something else or by deleting something. */
    USER,
    /** Nobody at once: something is used up. */
    RESOURCE,
    /** Whoever runs the system that did not answer, or has not sent anything yet. */
    EXTERNAL,
    /** We. */
    INTERNAL
  }

  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Category category;
  private final int httpStatus;
  private final Code grpcCode;

  ErrorCode(Category category, int httpStatus, Code grpcCode) {
    this.category = category;
    this.httpStatus = httpStatus;
    this.grpcCode = grpcCode;
  }

  public Category category() {
    return category;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Code grpcCode() {
    return grpcCode;
  }

  /** Whether the same call may succeed later. */
  public boolean retryable() {
    return category == Category.RESOURCE || category == Category.EXTERNAL;
  }

  /** How long to wait before the same call is made again; zero where that does not help. */
  public Duration retryDelay() {
    return retryable() ? RETRY_DELAY : Duration.ZERO;
  }

  /** The code of this name; a later version may have added one, which is INTERNAL here. */
  public static ErrorCode named(String name) {
    for (ErrorCode code : values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return INTERNAL;
  }
}
