package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import java.time.Duration;
import java.time.Instant;

/**
 * What a frame that asks for one answer wants done with it.
 *
 * @param requestId comes back in the answer
 * @param session requests of one session go the same way in their order, and filters that remember
 *     a stream remember the session; empty where the request stands alone
 * @param timeout how long the caller waits, from the broker's append on; above zero
 */
public record Request(
    String requestId,
    Chain chain,
    Accelerator accelerator,
    Output output,
    String session,
    Duration timeout) {

  /** Holds for requests that do not say how long their caller waits. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** A request that stands alone. */
  public Request(String requestId, Chain chain, Accelerator accelerator, Output output) {
    this(requestId, chain, accelerator, output, "");
  }

  /** A request of a session. */
  public Request(
      String requestId, Chain chain, Accelerator accelerator, Output output, String session) {
    this(requestId, chain, accelerator, output, session, DEFAULT_TIMEOUT);
  }

  /** The same request of a caller who waits this long. */
  public Request within(Duration newTimeout) {
    return new Request(requestId, chain, accelerator, output, session, newTimeout);
  }

  /** Whether nobody waits for the answer any more. */
  public boolean expiredAt(Instant now, Instant appendedAt) {
    return Duration.between(appendedAt, now).compareTo(timeout) > 0;
  }

  /** What keeps requests in order: the key of the record that carries it. */
  public String key() {
    return session.isEmpty() ? requestId : session;
  }
}
