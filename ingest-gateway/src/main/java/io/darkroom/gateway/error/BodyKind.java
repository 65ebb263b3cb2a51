package io.darkroom.gateway.error;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.regex.Pattern;

/** What the body of a call is, which the server does not know when a body is too long for it. */
enum BodyKind {
  /** A picture, or a message around one. */
  PICTURE,
  OTHER;

  private static final Pattern PICTURES =
      Pattern.compile(
          "/v1/images:process|/v1/streams/[^/]+/frames"
              + "|/darkroom\\.v1\\.\\w+/(ProcessImage|StreamProcessVideo|PublishFrames?)");

  static BodyKind of(String path) {
    return PICTURES.matcher(path.split("\\?", 2)[0]).matches() ? PICTURE : OTHER;
  }

  /** The error with the code that this kind has where it is too long. */
  DarkroomException named(DarkroomException error) {
    return this == PICTURE && error.code() == ErrorCode.BODY_TOO_LARGE
        ? new DarkroomException(ErrorCode.IMAGE_TOO_LARGE, error.getMessage(), error.getCause())
        : error;
  }
}
