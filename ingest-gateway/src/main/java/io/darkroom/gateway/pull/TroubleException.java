package io.darkroom.gateway.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.source.Secrets;

/** A source cannot be fetched now; its message is shown in the status and holds no secret. */
final class TroubleException extends RuntimeException {

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

  TroubleException(Retry retry, String reason) {
    super(Secrets.redact(reason));
    this.retry = retry;
  }

  static TroubleException of(RuntimeException cause) {
    if (cause instanceof TroubleException trouble) {
      return trouble;
    }
    if (cause instanceof MediaException media) {
      return new TroubleException(
          media.isRefusal() ? Retry.LATER : Retry.SOON, "stream: " + media.getMessage());
    }
    if (cause instanceof DarkroomException coded) {
      boolean over = coded.code() == ErrorCode.UNAVAILABLE;
      return new TroubleException(over ? Retry.SOON : Retry.NEVER, coded.getMessage());
    }
    return new TroubleException(Retry.LATER, "gateway: " + cause);
  }

  Retry retry() {
    return retry;
  }
}
