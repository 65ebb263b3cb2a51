package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.PipelineRecord;
import io.darkroom.operator.PipelineTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads and follows the topic {@code pipelines}, without records of aborted transactions. */
record KafkaPipelines(JobConfig config) implements PipelineTopic {

  private static final long serialVersionUID = 1L;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final byte[] TOMBSTONE = {};

  /** Reads the topic from its beginning to its current end. */
  @Override
  public Content read() {
    TopicPartition partition = new TopicPartition(config.topics().pipelines().name(), 0);
    Properties properties = config.controlProperties();
    properties.setProperty("client.id", config.groupId() + "-pipeline-snapshot");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
      consumer.seekToBeginning(List.of(partition));
      return new Content(readTo(end, consumer, partition), end, System.currentTimeMillis());
    }
  }

  private static List<PipelineRecord> readTo(
      long end, KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    List<PipelineRecord> pipelines = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (consumer.position(partition, TIMEOUT) < end) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "%s: not read to offset %d within %s".formatted(partition, end, TIMEOUT));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        pipelines.add(pipeline(record));
      }
    }
    return pipelines;
  }

  private static PipelineRecord pipeline(ConsumerRecord<byte[], byte[]> record) {
    return new PipelineRecord(
        record.offset(),
        record.key() == null ? "" : new String(record.key(), UTF_8),
        record.value() == null ? TOMBSTONE : record.value(),
        record.timestamp());
  }

  @Override
  public AutoCloseable follow(long offset, Follower follower) {
    Properties properties = config.controlProperties();
    properties.setProperty("client.id", config.groupId() + "-pipelines");
    return KafkaTail.follow(
        properties,
        config.topics().pipelines().name(),
        offset,
        new KafkaTail.Reader() {
          @Override
          public void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
            follower.changed(pipeline(record));
          }

          @Override
          public long restart() throws InterruptedException {
            Content content = KafkaPipelines.this.read();
            follower.replaced(content);
            return content.nextOffset();
          }
        });
  }
}
