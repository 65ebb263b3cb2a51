package io.darkroom.job;

import io.darkroom.operator.PipelineRecord;
import io.darkroom.operator.PipelineSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic {@code pipelines} from its beginning to its current end. */
record KafkaPipelineSnapshot(JobConfig config) implements PipelineSnapshot {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

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
        pipelines.add(PipelineDeserializer.read(record));
      }
    }
    return pipelines;
  }
}
