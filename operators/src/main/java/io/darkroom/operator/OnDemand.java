package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.operator.status.StreamReports;
import io.darkroom.pipeline.Pipeline;
import java.util.Optional;

/**
 * Leaves out the work of on-demand pipelines that nobody uses, and counts it. A stateless chain
 * does not run at all; a frame that no other pipeline needs is not even decoded. A stateful chain
 * runs so that its models stay up to date, and only its result is discarded before it is encoded.
 */
record OnDemand(
    PipelineDemand demand,
    StatefulFilters stateful,
    OperatorMetrics metrics,
    StreamReports reports) {

  /** Returns the work of a pipeline on a frame, if there is any. */
  Optional<Assignment> work(Pipeline pipeline, Frame frame, SourcePosition position) {
    Assignment all = Assignment.of(pipeline);
    if (!pipeline.onDemand() || demand.uses(pipeline.pipelineId())) {
      return Optional.of(all);
    }
    metrics.skipped();
    reports.skipped(frame.streamId(), position, pipeline);
    return stateful.anyIn(pipeline.chain()) ? Optional.of(all.unused()) : Optional.empty();
  }
}
