package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;

/**
 * What a frame that asks for one answer wants done with it.
 *
 * @param requestId comes back in the processed frame or the reject
 */
public record Request(String requestId, Chain chain, Accelerator accelerator, Output output) {}
