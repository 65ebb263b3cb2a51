package io.darkroom.pipeline;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import java.time.Instant;

/**
 * One revision of a pipeline: a chain of filters on one stream; immutable.
 *
 * @param revision counts the changes, from 1
 * @param effectiveFrom it applies to frames appended at or after this moment of the broker's clock
 */
public record Pipeline(
    String pipelineId,
    String streamId,
    Chain chain,
    Accelerator accelerator,
    Output output,
    int revision,
    Instant effectiveFrom) {}
