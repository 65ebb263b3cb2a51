package io.darkroom.error;

import com.google.rpc.Code;
import java.time.Duration;

/**
 * All error codes, each with its HTTP status, its gRPC code and whether a retry can help. All
 * protocols, rejects and metrics use these codes. docs/errors.md describes them.
 */
public enum ErrorCode {
  INVALID_IMAGE(Category.USER, 400, Code.INVALID_ARGUMENT),
  IMAGE_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  /** The request body exceeds the limit of the call, and is not an image. */
  BODY_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  INVALID_VIDEO(Category.USER, 400, Code.INVALID_ARGUMENT),
  VIDEO_TOO_LARGE(Category.USER, 413, Code.INVALID_ARGUMENT),
  INVALID_FRAME(Category.USER, 400, Code.INVALID_ARGUMENT),
  INVALID_CHAIN(Category.USER, 400, Code.INVALID_ARGUMENT),
  INVALID_ARGUMENT(Category.USER, 400, Code.INVALID_ARGUMENT),
  /** The estimated time of the chain on this picture exceeds the limit per frame. */
  CHAIN_TOO_COSTLY(Category.USER, 422, Code.INVALID_ARGUMENT),
  /** The call needs an identification, and has none or one that is not valid. */
  UNAUTHENTICATED(Category.USER, 401, Code.UNAUTHENTICATED),
  FORBIDDEN(Category.USER, 403, Code.PERMISSION_DENIED),
  NOT_FOUND(Category.USER, 404, Code.NOT_FOUND),
  /** The pipeline exists but has not processed a frame yet. */
  NO_FRAME_YET(Category.EXTERNAL, 404, Code.NOT_FOUND),
  /** The request conflicts with the current state of the resource. */
  CONFLICT(Category.USER, 409, Code.ABORTED),
  /** The offset of the call differs from the offset of the upload. */
  OFFSET_MISMATCH(Category.USER, 409, Code.ABORTED),
  /** The caller wants to create a resource whose id is already in use. */
  ALREADY_EXISTS(Category.USER, 409, Code.ALREADY_EXISTS),
  /** The resource has changed: the etag of the request is not the current one. */
  PRECONDITION_FAILED(Category.USER, 412, Code.ABORTED),
  /** The call does not exist, or does not support this mode. */
  UNIMPLEMENTED(Category.USER, 501, Code.UNIMPLEMENTED),
  METHOD_NOT_ALLOWED(Category.USER, 405, Code.UNIMPLEMENTED),
  UNSUPPORTED_MEDIA_TYPE(Category.USER, 415, Code.INVALID_ARGUMENT),
  /** The maximum number of resources exists. A retry does not help until one is deleted. */
  QUOTA_EXCEEDED(Category.USER, 429, Code.RESOURCE_EXHAUSTED),
  /** Calls or bytes arrive faster than they can be processed. */
  TOO_MANY_REQUESTS(Category.RESOURCE, 429, Code.RESOURCE_EXHAUSTED),
  /** The picture and its chain need more memory than the task has available. */
  MEMORY_EXCEEDED(Category.RESOURCE, 503, Code.RESOURCE_EXHAUSTED),
  UNAVAILABLE(Category.EXTERNAL, 503, Code.UNAVAILABLE),
  TIMEOUT(Category.EXTERNAL, 504, Code.DEADLINE_EXCEEDED),
  FILTER_FAILED(Category.INTERNAL, 500, Code.INTERNAL),
  INTERNAL(Category.INTERNAL, 500, Code.INTERNAL);

  /** Who can resolve the error. */
  public enum Category {
    /** The caller, by changing the request or deleting a resource. */
    USER,
    /** Nobody immediately: a resource is exhausted. Retry later. */
    RESOURCE,
    /** The operator of another system, which did not answer or has not sent data yet. */
    EXTERNAL,
    /** The developers of Darkroom. */
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

  /** Returns whether the same call may succeed later. */
  public boolean retryable() {
    return category == Category.RESOURCE || category == Category.EXTERNAL;
  }

  /** Returns how long to wait before a retry; zero if a retry does not help. */
  public Duration retryDelay() {
    return retryable() ? RETRY_DELAY : Duration.ZERO;
  }

  /** Returns the code with this name, or INTERNAL for a code that a later version has added. */
  public static ErrorCode named(String name) {
    for (ErrorCode code : values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return INTERNAL;
  }
}
