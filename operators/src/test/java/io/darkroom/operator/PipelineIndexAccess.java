package io.darkroom.operator;

import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.List;

/** Makes the index available to a benchmark in another package. */
public final class PipelineIndexAccess {

  private static final Instant NOW = Instant.ofEpochMilli(OperatorHarness.T0 + 1000);

  private final PipelineIndex index;

  private PipelineIndexAccess(PipelineIndex index) {
    this.index = index;
  }

  /**
   * Creates an index with one pipeline on the stream {@code cam} and this many others, each on its
   * own stream.
   */
  public static PipelineIndexAccess withPipelines(int others) {
    PipelineIndex index = new PipelineIndex(others + 1);
    put(index, 0, "p", "cam");
    for (int i = 1; i <= others; i++) {
      put(index, i, "p" + i, "stream" + i);
    }
    return new PipelineIndexAccess(index);
  }

  private static void put(PipelineIndex index, int offset, String pipelineId, String streamId) {
    Pipeline pipeline =
        OperatorHarness.pipeline(pipelineId, streamId, "invert", 1, OperatorHarness.T0);
    byte[] timeline = PipelineCodec.toBytes(PipelineTimeline.startingWith(pipeline), false);
    index.follow(new PipelineRecord(offset, pipelineId, timeline, OperatorHarness.T0));
  }

  public List<Pipeline> at(String streamId) {
    return index.at(streamId, NOW);
  }
}
