package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;

/** FFmpeg, or who feeds it, gave up. Its message never holds a URL. */
public final class MediaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int error;

  /**
   * @param error as FFmpeg numbers it, negative
   */
  public MediaException(int error, String message) {
    super(message);
    this.error = error;
  }

  /** The other side offers no stream over the transport that was asked for. */
  public boolean isTransportRefused() {
    return error == Ffmpeg.NO_PROTOCOL;
  }

  /** The other side is there and says no, such as by 401 or 404. */
  public boolean isRefusal() {
    return error == AVERROR_HTTP_BAD_REQUEST
        || error == AVERROR_HTTP_UNAUTHORIZED
        || error == AVERROR_HTTP_FORBIDDEN
        || error == AVERROR_HTTP_NOT_FOUND
        || error == AVERROR_HTTP_OTHER_4XX
        || isTransportRefused();
  }

  /** No answer came in time. */
  public boolean isTimeout() {
    return error == AVERROR_EXIT || error == Ffmpeg.TIMED_OUT;
  }

  /** The machine failed, not what was read: it may go well another time. */
  public boolean isTransient() {
    return isTimeout() || Ffmpeg.TRANSIENT.contains(error);
  }

  /** A value was refused before anything was sent. */
  public boolean isInvalidArgument() {
    return error == Ffmpeg.INVALID;
  }
}
