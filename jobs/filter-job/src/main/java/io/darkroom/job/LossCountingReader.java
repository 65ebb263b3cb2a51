package io.darkroom.job;

import io.darkroom.operator.FrameRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * Wraps a reader of frames and reports to {@code FrameLoss} where each split starts. Before the
 * first frame of a split, it emits a record that names the partition.
 */
final class LossCountingReader implements SourceReader<FrameRecord, KafkaPartitionSplit> {

  private final SourceReader<FrameRecord, KafkaPartitionSplit> reader;
  private final FrameLoss loss;
  private final Deque<Integer> assigned = new ArrayDeque<>();

  LossCountingReader(SourceReader<FrameRecord, KafkaPartitionSplit> reader, FrameLoss loss) {
    this.reader = reader;
    this.loss = loss;
  }

  /** Called for new and for restored splits. */
  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    for (KafkaPartitionSplit split : splits) {
      loss.started(split.getTopicPartition(), split.getStartingOffset());
      assigned.add(split.getPartition());
    }
    reader.addSplits(splits);
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<FrameRecord> output) throws Exception {
    if (assigned.isEmpty()) {
      return reader.pollNext(output);
    }
    output.collect(FrameRecord.assigned(assigned.remove()));
    return InputStatus.MORE_AVAILABLE;
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    return reader.snapshotState(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return assigned.isEmpty() ? reader.isAvailable() : CompletableFuture.completedFuture(null);
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
