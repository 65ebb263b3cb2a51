package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;

/**
 * What a frame that asks for one answer wants done with it.
 *
 * @param requestId comes back in the processed frame or the reject
 * @param session requests of one session go the same way in their order, and filters that remember
 *     a stream remember the session; empty where the request stands alone
 */
public record Request(
    String requestId, Chain chain, Accelerator accelerator, Output output, String session) {

  /** A request that stands alone. */
  public Request(String requestId, Chain chain, Accelerator accelerator, Output output) {
    this(requestId, chain, accelerator, output, "");
  }

  /** What keeps requests in order: the key of the record that carries it. */
  public String key() {
    return session.isEmpty() ? requestId : session;
  }
}
