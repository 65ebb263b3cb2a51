package io.darkroom.fuzz;

import io.darkroom.frame.Reject;
import io.darkroom.pipeline.PipelineCodec;
import java.time.Instant;

/** The values of records that programs other than a gateway may write. */
public final class PipelineFuzz {

  private PipelineFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> PipelineCodec.fromBytes(input, Instant.EPOCH))
        .ifPresent(timeline -> PipelineCodec.toBytes(timeline, false));
    Hostile.call(() -> Reject.fromBytes(input).toBytes());
  }
}
