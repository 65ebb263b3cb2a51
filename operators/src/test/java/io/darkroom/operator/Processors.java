package io.darkroom.operator;

import io.darkroom.engine.Engine;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** Creates processors like those of a task, without the task. */
final class Processors {

  private Processors() {}

  static FrameProcessor of(
      Engine engine,
      FilterCatalogue filters,
      CodecThreads codecs,
      MemoryAccount memory,
      LongSupplier nanoTime,
      Assignments assignments) {
    ProgramCache programs =
        new ProgramCache(engine, engine, filters.definitions(), memory, nanoTime);
    Pictures pictures = new Pictures(engine.buffers(), codecs, List.of(engine), memory);
    Admission admission =
        new Admission(
            new Estimates(filters, ImageLimits.DEFAULT),
            programs,
            pictures,
            memory,
            Duration.ofSeconds(5));
    return new FrameProcessor(
        programs,
        admission,
        pictures,
        codecs,
        assignments,
        ImageLimits.DEFAULT,
        new FrameTraces(
            Tracing.OFF,
            LaneTopics.ofFrames(new Topics(Topics.DEFAULT_PREFIX)),
            (stream, partition, trace) -> {}));
  }

  /** The same assignment for every frame, at any time. */
  record Always(Assignment assignment) implements Assignments {

    @Override
    public List<Assignment> of(Frame frame, FrameRecord source) {
      return List.of(assignment);
    }

    @Override
    public boolean serve(String pipelineId, String streamId, Instant moment) {
      return true;
    }
  }
}
