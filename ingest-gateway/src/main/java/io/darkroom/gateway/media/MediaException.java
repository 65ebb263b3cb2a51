package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;

/** Thrown when FFmpeg fails. The message never contains a URL. */
public final class MediaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int error;

  /**
   * @param error FFmpeg's error number, negative
   */
  public MediaException(int error, String message) {
    super(message);
    this.error = error;
  }

  /** Whether the server does not offer the requested transport. */
  public boolean isTransportRefused() {
    return error == Ffmpeg.NO_PROTOCOL;
  }

  /** Whether the server refused, such as with 401 or 404. */
  public boolean isRefusal() {
    return error == AVERROR_HTTP_BAD_REQUEST
        || error == AVERROR_HTTP_UNAUTHORIZED
        || error == AVERROR_HTTP_FORBIDDEN
        || error == AVERROR_HTTP_NOT_FOUND
        || error == AVERROR_HTTP_OTHER_4XX
        || isTransportRefused();
  }

  /** Whether the server does not accept the user or the password. */
  public boolean isUnauthorized() {
    return error == AVERROR_HTTP_UNAUTHORIZED;
  }

  /** Whether the content is no video, or in no known form. */
  public boolean isNoVideo() {
    return error == AVERROR_INVALIDDATA || error == AVERROR_STREAM_NOT_FOUND;
  }

  /** Whether the server refused for an unknown reason. */
  public boolean isOtherRefusal() {
    return error == AVERROR_HTTP_OTHER_4XX;
  }

  /** Whether nothing accepts connections at the address. */
  public boolean isRefusedConnection() {
    return error == Ffmpeg.REFUSED;
  }

  /** Whether no answer came in time. */
  public boolean isTimeout() {
    return error == AVERROR_EXIT || error == Ffmpeg.TIMED_OUT;
  }

  /** Whether the machine failed, not the input: trying again may succeed. */
  public boolean isTransient() {
    return isTimeout() || Ffmpeg.TRANSIENT.contains(error);
  }

  /** Whether FFmpeg refused a value before it sent anything. */
  public boolean isInvalidArgument() {
    return error == Ffmpeg.INVALID;
  }
}
