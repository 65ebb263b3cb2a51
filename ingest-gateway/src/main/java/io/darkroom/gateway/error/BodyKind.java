package io.darkroom.gateway.error;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * Recognizes by the path whether a body is an image, to choose the error code if it is too large.
 */
enum BodyKind {
  /** A picture, or a message that contains one. */
  PICTURE,
  OTHER;

  private static final Pattern PICTURES =
      Pattern.compile(
          "/v1/images:process|/v1/streams/[^/]+/frames"
              + "|/darkroom\\.v1\\.\\w+/(ProcessImage|StreamProcessVideo|PublishFrames?)");

  static BodyKind of(String path) {
    return PICTURES.matcher(path.split("\\?", 2)[0]).matches() ? PICTURE : OTHER;
  }

  /** Replaces {@code BODY_TOO_LARGE} by {@code IMAGE_TOO_LARGE} for pictures. */
  DarkroomException refine(DarkroomException error) {
    return this == PICTURE && error.code() == ErrorCode.BODY_TOO_LARGE
        ? new DarkroomException(ErrorCode.IMAGE_TOO_LARGE, error.getMessage(), error.getCause())
        : error;
  }
}
