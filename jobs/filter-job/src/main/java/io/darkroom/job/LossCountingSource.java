package io.darkroom.job;

import io.darkroom.operator.FrameRecord;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Wraps the source of frames and counts frames that Kafka deleted before the source read them. Its
 * state is that of the wrapped source.
 *
 * @param client properties of the Kafka clients
 * @param group the job's consumer group
 */
record LossCountingSource(
    KafkaSource<FrameRecord> frames,
    FrameDeserializer deserializer,
    Properties client,
    String group)
    implements Source<FrameRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<FrameRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public Boundedness getBoundedness() {
    return frames.getBoundedness();
  }

  @Override
  public SourceReader<FrameRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    FrameLoss loss = new FrameLoss(client, group, context.metricGroup());
    deserializer.reportTo(loss);
    return new LossCountingReader(frames.createReader(context), loss);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return frames.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
      throws Exception {
    return frames.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return frames.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return frames.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<FrameRecord> getProducedType() {
    return frames.getProducedType();
  }
}
