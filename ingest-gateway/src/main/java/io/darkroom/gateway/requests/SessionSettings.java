package io.darkroom.gateway.requests;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;

/** The processing settings of a session, until they are changed. */
public record SessionSettings(Chain chain, Accelerator accelerator, Output output) {}
