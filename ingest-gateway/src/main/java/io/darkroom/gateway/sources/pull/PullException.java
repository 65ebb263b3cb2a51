package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.sources.Secrets;

/** A source cannot be fetched now; its message is shown in the status and holds no secret. */
final class PullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** When trying again makes sense. */
  enum Retry {
    /** The network, or the other side's machine, may be back any moment. */
    SOON,
    /** The other side says no, and somebody may fix that there. */
    LATER,
    /** Only another definition helps. */
    NEVER
  }

  private final Retry retry;

  PullException(Retry retry, String reason) {
    super(Secrets.redact(reason));
    this.retry = retry;
  }

  static PullException of(RuntimeException cause) {
    if (cause instanceof PullException trouble) {
      return trouble;
    }
    if (cause instanceof MediaException media) {
      return new PullException(
          media.isRefusal() ? Retry.LATER : Retry.SOON, "stream: " + media.getMessage());
    }
    if (cause instanceof DarkroomException coded) {
      boolean over = coded.code() == ErrorCode.UNAVAILABLE;
      return new PullException(over ? Retry.SOON : Retry.NEVER, coded.getMessage());
    }
    return new PullException(Retry.LATER, "gateway: " + cause);
  }

  Retry retry() {
    return retry;
  }
}
