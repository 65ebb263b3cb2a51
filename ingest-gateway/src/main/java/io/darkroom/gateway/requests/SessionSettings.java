package io.darkroom.gateway.requests;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;

/**
 * The processing settings of a session, until they are changed.
 *
 * @param stored whether pictures keep the orientation that they are stored in
 */
public record SessionSettings(Chain chain, Accelerator accelerator, Output output, boolean stored) {

  /** Settings for upright pictures. */
  public SessionSettings(Chain chain, Accelerator accelerator, Output output) {
    this(chain, accelerator, output, false);
  }
}
