package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.operator.status.StreamReports;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Instant;
import java.util.List;

/** Assigns each frame of the topic {@code frames} to the pipelines of its stream. */
record PipelineAssignments(
    PipelineIndex pipelines,
    OperatorMetrics metrics,
    MisplacedFrames misplaced,
    StreamReports reports,
    OnDemand onDemand)
    implements Assignments {

  @Override
  public List<Assignment> of(Frame frame, FrameRecord source) {
    if (frame.request().isPresent()) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "frame.request: set (expected: unset on the topic frames). Send it to the topic"
              + " requests.");
    }
    SourcePosition position = source.position();
    boolean bare = frame.image().size() == source.value().length;
    reports.read(frame, position, bare, misplaced.check(frame.streamId(), position));
    Instant appendedAt = Instant.ofEpochMilli(position.appendedAtMillis());
    List<Pipeline> claiming = pipelines.at(frame.streamId(), appendedAt);
    if (claiming.isEmpty()) {
      metrics.dropped(DropReason.UNCLAIMED);
    }
    return claiming.stream()
        .flatMap(pipeline -> onDemand.work(pipeline, frame, position).stream())
        .toList();
  }

  @Override
  public boolean serve(String pipelineId, String streamId, Instant moment) {
    return pipelines.serves(pipelineId, streamId, moment);
  }
}
