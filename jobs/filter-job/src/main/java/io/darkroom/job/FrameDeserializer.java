package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.FrameRecord;
import io.darkroom.operator.RecordType;
import io.darkroom.topic.Topics;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Takes frame records as they are; the filters read their values. */
final class FrameDeserializer implements KafkaRecordDeserializationSchema<FrameRecord> {

  private static final long serialVersionUID = 1L;
  private static final byte[] EMPTY = {};

  /** What W3C allows baggage; headers are copied to the result, whose size is bounded too. */
  private static final int LONGEST_HEADER = 8192;

  private transient FrameLoss loss;

  /** Tells of each record from now on. */
  void watch(FrameLoss frameLoss) {
    loss = frameLoss;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<FrameRecord> out) {
    if (loss != null) {
      loss.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
    out.collect(
        new FrameRecord(
            new SourcePosition(record.partition(), record.offset(), record.timestamp()),
            record.key() == null ? null : new String(record.key(), UTF_8),
            record.value() == null ? EMPTY : record.value(),
            header(record, Topics.CONTENT_TYPE),
            traceOf(record)));
  }

  private static TraceContext traceOf(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(Topics.TRACEPARENT) == null
        && record.headers().lastHeader(Topics.BAGGAGE) == null) {
      return TraceContext.NONE;
    }
    return new TraceContext(
        header(record, Topics.TRACEPARENT),
        header(record, Topics.TRACESTATE),
        header(record, Topics.BAGGAGE));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    boolean usable =
        header != null && header.value() != null && header.value().length <= LONGEST_HEADER;
    return usable ? new String(header.value(), UTF_8) : "";
  }

  @Override
  public TypeInformation<FrameRecord> getProducedType() {
    return RecordType.FRAME;
  }
}
