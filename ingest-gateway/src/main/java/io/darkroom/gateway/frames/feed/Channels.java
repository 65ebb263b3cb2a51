package io.darkroom.gateway.frames.feed;

import io.darkroom.frame.Names;
import io.darkroom.gateway.frames.status.Drop;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.FrameScaler;
import io.darkroom.gateway.frames.watch.FrameTopic;
import io.darkroom.gateway.frames.watch.OnDemand;
import io.darkroom.gateway.pipelines.PipelineStore;

/**
 * The two kinds of frames that can be watched: raw and processed.
 *
 * @param onDemand knows which processed frames are made only while somebody uses them
 */
public record Channels(
    StreamRegistry registry,
    PipelineStore pipelines,
    FrameTopic frames,
    FrameTopic processedFrames,
    OnDemand onDemand,
    FrameScaler scaler) {

  /** Raw frames. A stream may be watched before its first frame. */
  public Channel raw() {
    return new Channel(
        "raw",
        registry.streamAudience(),
        streamId -> Names.require("streamId", streamId),
        streamId -> registry.droppedFromStream(streamId, Drop.SLOW_SUBSCRIBER),
        frames,
        OnDemand.NEVER,
        scaler);
  }

  public Channel processed() {
    return new Channel(
        "processed",
        registry.pipelineAudience(),
        pipelines::require,
        pipelineId -> registry.droppedFromPipeline(pipelineId, Drop.SLOW_SUBSCRIBER),
        processedFrames,
        onDemand,
        scaler);
  }
}
