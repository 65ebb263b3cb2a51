package io.darkroom.operator;

import io.darkroom.frame.TraceContext;
import io.darkroom.operator.status.ReportSink;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes records of the topic {@code stream-status} of the reports of a task. */
record StatusOutput(
    PipelineIndex pipelines, ResultPositions.View positions, Consumer<LogRecord> records)
    implements ReportSink {

  @Override
  public void emit(StreamReport report) {
    StreamStatusKey key =
        new StreamStatusKey(report.getStreamId(), report.getPartition(), report.getGroup());
    records.accept(new LogRecord(key.text(), report.toByteArray(), TraceContext.NONE));
  }

  @Override
  public Optional<RecordPosition> newestResult(String pipelineId) {
    return positions.newest(pipelineId);
  }

  @Override
  public boolean serves(String pipelineId, String streamId) {
    return pipelines.serves(pipelineId, streamId, Instant.now());
  }
}
