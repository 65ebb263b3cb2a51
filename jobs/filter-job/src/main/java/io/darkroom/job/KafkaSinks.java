package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Headers.Header;
import io.darkroom.operator.LogRecord;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicContent;
import io.darkroom.topic.Topics;
import io.darkroom.topic.TraceHeaders;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Builds the job's Kafka sinks. */
final class KafkaSinks {

  /**
   * Above most frames, so that a frame's buffer comes from the producer's pool: a producer
   * allocates 1.4 KB for a frame of 400 KB then, and 400 KB with Kafka's default of 16 KB. Larger
   * batches were not faster, and {@code buffer.memory} would hold fewer of them.
   */
  private static final int FRAME_BATCH_BYTES = 512 << 10;

  private KafkaSinks() {}

  static KafkaSink<LogRecord> sink(JobConfig config, Topic topic, DeliveryGuarantee delivery) {
    return sink(config, topic, delivery, producerProperties(config, topic));
  }

  /**
   * The sink of processed frames, which notes their positions.
   *
   * @param job names the job for {@link NewestResults}
   */
  static KafkaSink<LogRecord> results(JobConfig config, String job) {
    Properties properties = producerProperties(config, config.topics().processed());
    properties.setProperty(AcknowledgedResults.JOB, job);
    properties.merge(
        "interceptor.classes",
        AcknowledgedResults.class.getName(),
        (user, own) -> user + "," + own);
    return sink(config, config.topics().processed(), config.delivery(), properties);
  }

  private static KafkaSink<LogRecord> sink(
      JobConfig config, Topic topic, DeliveryGuarantee delivery, Properties properties) {
    KafkaSinkBuilder<LogRecord> sink =
        KafkaSink.<LogRecord>builder()
            .setKafkaProducerConfig(properties)
            .setBootstrapServers(config.bootstrapServers())
            .setDeliveryGuarantee(delivery)
            .setRecordSerializer(new ToKafka(topic.name(), topic.content()));
    if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(config.groupId() + "-" + topic.name());
    }
    return sink.build();
  }

  static Properties producerProperties(JobConfig config, Topic topic) {
    Properties properties = config.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("linger.ms", "0");
    // So that partitions added at run time are used soon.
    properties.setProperty("metadata.max.age.ms", "10000");
    properties.setProperty("compression.type", "none");
    properties.setProperty("max.request.size", Integer.toString(Topics.MAX_RECORD_BYTES));
    properties.setProperty("buffer.memory", Integer.toString(8 * Topics.MAX_RECORD_BYTES));
    properties.setProperty("send.buffer.bytes", Integer.toString(1 << 20));
    if (Integer.parseInt(topic.settings().get("max.message.bytes"))
        > Topics.MAX_SMALL_RECORD_BYTES) {
      properties.putIfAbsent("batch.size", Integer.toString(FRAME_BATCH_BYTES));
    }
    // Below the broker's limit of 15 minutes, which Flink's default of an hour exceeds.
    properties.setProperty("transaction.timeout.ms", "600000");
    return properties;
  }

  /** Converts an operator's record into a Kafka record. */
  private record ToKafka(String topic, TopicContent content)
      implements KafkaRecordSerializationSchema<LogRecord> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        LogRecord result, KafkaSinkContext context, Long timestamp) {
      return toKafka(topic, content, result);
    }
  }

  static ProducerRecord<byte[], byte[]> toKafka(
      String topic, TopicContent content, LogRecord result) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            result.partition().isPresent() ? result.partition().getAsInt() : null,
            result.key().getBytes(UTF_8),
            result.value());
    record.headers().add(Topics.CONTENT_TYPE, content.contentType().getBytes(UTF_8));
    TraceHeaders.write(result.trace(), record.headers()::add);
    for (Header header : result.headers().all()) {
      ByteString value = header.value();
      record.headers().add(header.name(), value == null ? null : value.toByteArray());
    }
    return record;
  }
}
