package io.darkroom.job;

import io.darkroom.operator.FrameRecord;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/** Wraps a reader of frames and reports to {@code FrameLoss} where each split starts. */
record LossCountingReader(SourceReader<FrameRecord, KafkaPartitionSplit> reader, FrameLoss loss)
    implements SourceReader<FrameRecord, KafkaPartitionSplit> {

  /** Called for new and for restored splits. */
  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    splits.forEach(split -> loss.started(split.getTopicPartition(), split.getStartingOffset()));
    reader.addSplits(splits);
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<FrameRecord> output) throws Exception {
    return reader.pollNext(output);
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    return reader.snapshotState(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reader.isAvailable();
  }

  @Override
  public void notifyNoMoreSplits() {
    reader.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    reader.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    reader.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    reader.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    reader.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws Exception {
    try (loss) {
      reader.close();
    }
  }
}
