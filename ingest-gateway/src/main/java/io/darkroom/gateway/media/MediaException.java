package io.darkroom.gateway.media;

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

  /** A value was refused before anything was sent. */
  public boolean isInvalidArgument() {
    return error == Ffmpeg.INVALID;
  }
}
