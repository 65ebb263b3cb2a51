package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ContentType;
import io.darkroom.frame.Headers;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.FrameRecord;
import io.darkroom.operator.RecordType;
import io.darkroom.topic.HeaderNames;
import io.darkroom.topic.Topics;
import io.darkroom.topic.TraceHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Turns Kafka records into frame records without parsing their values, which the operator does. */
final class FrameDeserializer implements KafkaRecordDeserializationSchema<FrameRecord> {

  private static final long serialVersionUID = 1L;
  private static final byte[] EMPTY = {};

  /** A longer key cannot name a stream; the reject shows this many bytes of it. */
  private static final int LONGEST_KEY = 256;

  private final boolean passesHeaders;
  private transient FrameLoss loss;

  /**
   * @param passesHeaders whether results carry the producer's own headers
   */
  FrameDeserializer(boolean passesHeaders) {
    this.passesHeaders = passesHeaders;
  }

  /** Reports the offset of each record from now on, so that gaps are found. */
  void reportTo(FrameLoss frameLoss) {
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
            key(record.key()),
            record.value() == null ? EMPTY : record.value(),
            header(record, Topics.CONTENT_TYPE, ContentType.MAX_LENGTH),
            traceOf(record),
            passesHeaders ? headersOf(record) : Headers.NONE));
  }

  private static Headers headersOf(ConsumerRecord<byte[], byte[]> record) {
    List<Headers.Header> ofUser = new ArrayList<>();
    for (Header header : record.headers()) {
      if (HeaderNames.isOfUser(header.key())) {
        byte[] value = header.value();
        ofUser.add(
            new Headers.Header(
                header.key(), value == null ? null : UnsafeByteOperations.unsafeWrap(value)));
      }
    }
    return ofUser.isEmpty() ? Headers.NONE : Headers.ofUser(ofUser);
  }

  private static TraceContext traceOf(ConsumerRecord<byte[], byte[]> record) {
    return TraceHeaders.readBytes(
        name -> {
          Header header = record.headers().lastHeader(name);
          return header == null ? null : header.value();
        });
  }

  private static String key(byte[] key) {
    return key == null ? null : new String(key, 0, Math.min(key.length, LONGEST_KEY), UTF_8);
  }

  /** Empty if the header is absent or longer than {@code longest} bytes. */
  private static String header(ConsumerRecord<byte[], byte[]> record, String name, int longest) {
    Header header = record.headers().lastHeader(name);
    boolean usable = header != null && header.value() != null && header.value().length <= longest;
    return usable ? new String(header.value(), UTF_8) : "";
  }

  @Override
  public TypeInformation<FrameRecord> getProducedType() {
    return RecordType.FRAME;
  }
}
