package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.PipelineRecord;
import io.darkroom.operator.RecordType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns Kafka records into pipeline records without parsing their values. */
final class PipelineDeserializer implements KafkaRecordDeserializationSchema<PipelineRecord> {

  private static final long serialVersionUID = 1L;
  private static final byte[] TOMBSTONE = {};

  static PipelineRecord read(ConsumerRecord<byte[], byte[]> record) {
    return new PipelineRecord(
        record.offset(),
        record.key() == null ? "" : new String(record.key(), UTF_8),
        record.value() == null ? TOMBSTONE : record.value(),
        record.timestamp());
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<PipelineRecord> out) {
    out.collect(read(record));
  }

  @Override
  public TypeInformation<PipelineRecord> getProducedType() {
    return RecordType.PIPELINE;
  }
}
