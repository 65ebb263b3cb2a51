package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * The request of a frame that asks for one answer.
 *
 * @param requestId returned in the answer
 * @param session requests of one session are processed in order and share the state of stateful
 *     filters; empty if the request belongs to no session
 * @param timeout how long the caller waits, counted from the broker's append; above zero
 * @param answerPartition partition of the topic {@code answers} for the answer; empty for the one
 *     that the request id belongs to
 */
public record Request(
    String requestId,
    Chain chain,
    Accelerator accelerator,
    Output output,
    String session,
    Duration timeout,
    OptionalInt answerPartition) {

  /** The timeout of requests that do not set one. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** Creates a request that belongs to no session. */
  public Request(String requestId, Chain chain, Accelerator accelerator, Output output) {
    this(requestId, chain, accelerator, output, "");
  }

  /** Creates a request of a session. */
  public Request(
      String requestId, Chain chain, Accelerator accelerator, Output output, String session) {
    this(requestId, chain, accelerator, output, session, DEFAULT_TIMEOUT, OptionalInt.empty());
  }

  /** Returns a copy with this timeout. */
  public Request within(Duration newTimeout) {
    return new Request(requestId, chain, accelerator, output, session, newTimeout, answerPartition);
  }

  /** Returns a copy whose answer goes to this partition of the topic {@code answers}. */
  public Request answeredOn(int partition) {
    return new Request(
        requestId, chain, accelerator, output, session, timeout, OptionalInt.of(partition));
  }

  /** Returns whether the timeout has passed. */
  public boolean expiredAt(Instant now, Instant appendedAt) {
    return Duration.between(appendedAt, now).compareTo(timeout) > 0;
  }

  /** Returns the record key, which keeps the requests of a session in order. */
  public String key() {
    return session.isEmpty() ? requestId : session;
  }
}
