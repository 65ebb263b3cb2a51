package io.darkroom.operator.status;

import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import java.util.Optional;

/** What the reports of a task need of their surroundings. Called by the task's thread. */
public interface ReportSink {

  void emit(StreamReport report);

  /** Returns the position of a pipeline's newest result that Kafka has acknowledged. */
  Optional<RecordPosition> newestResult(String pipelineId);

  /** Returns whether a pipeline processes a stream or will do so later. */
  boolean serves(String pipelineId, String streamId);
}
