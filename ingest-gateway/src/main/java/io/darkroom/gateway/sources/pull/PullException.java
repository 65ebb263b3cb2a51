package io.darkroom.gateway.sources.pull;

import com.linecorp.armeria.client.retry.Backoff;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.sources.Secrets;
import java.time.Duration;

/**
 * Thrown when a source cannot be fetched. Its message is shown in the status; passwords in it are
 * hidden.
 */
final class PullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** When to try again. */
  enum Retry {
    /** The network or the server may be back any moment. */
    SOON(exponential(200, 2_000)),
    /** The server refuses, which may be fixed there. */
    LATER(exponential(1_000, 30_000)),
    /** The definition must change. */
    NEVER(tries -> -1);

    private final Backoff backoff;

    Retry(Backoff backoff) {
      this.backoff = backoff;
    }

    /** Adds jitter, so that sources that failed together do not retry together. */
    private static Backoff exponential(long firstMillis, long longestMillis) {
      return Backoff.exponential(firstMillis, longestMillis).withJitter(0.25);
    }

    /**
     * The delay before the next try.
     *
     * @param failures in a row, at least 1
     */
    Duration delay(int failures) {
      return Duration.ofMillis(backoff.nextDelayMillis(failures));
    }
  }

  private final Retry retry;

  PullException(Retry retry, String reason) {
    super(Secrets.redact(reason));
    this.retry = retry;
  }

  /**
   * @param waited the time that the input had for an answer
   */
  static PullException of(RuntimeException cause, Duration waited) {
    if (cause instanceof PullException known) {
      return known;
    }
    if (cause instanceof MediaException media) {
      boolean later = media.isRefusal() || media.isNoVideo();
      return new PullException(later ? Retry.LATER : Retry.SOON, "stream: " + text(media, waited));
    }
    if (cause instanceof DarkroomException coded) {
      boolean soon = coded.code() == ErrorCode.UNAVAILABLE;
      return new PullException(soon ? Retry.SOON : Retry.NEVER, coded.getMessage());
    }
    return new PullException(Retry.LATER, "gateway: " + cause);
  }

  private static String text(MediaException cause, Duration waited) {
    if (cause.isTimeout()) {
      return "nothing received for %d s. Check the network and the server."
          .formatted(Math.max(1, waited.toSeconds()));
    }
    return cause.isNoVideo()
        ? cause.getMessage() + " (expected: a video). Check the address."
        : cause.getMessage() + ". Connecting again.";
  }

  Retry retry() {
    return retry;
  }
}
