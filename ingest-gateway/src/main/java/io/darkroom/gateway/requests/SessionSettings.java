package io.darkroom.gateway.requests;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;

/** What is to be done with the pictures of a session, until something else is asked for. */
public record SessionSettings(Chain chain, Accelerator accelerator, Output output) {}
