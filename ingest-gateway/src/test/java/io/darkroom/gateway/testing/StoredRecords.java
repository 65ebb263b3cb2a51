package io.darkroom.gateway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds, as any program with access to Kafka can. */
public final class StoredRecords {

  private StoredRecords() {}

  /** The values of all records, in the order of their offsets. */
  public static List<byte[]> of(Broker broker, String topic) {
    return of(broker, Map.of(), topic);
  }

  /**
   * @param login settings with which the reader signs in to Kafka
   */
  public static List<byte[]> of(Broker broker, Map<String, String> login, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, login)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<byte[]> values = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(100))) {
          values.add(found.value());
        }
      }
      return values;
    }
  }

  /** The names of all topics that the reader may see. */
  public static Set<String> topics(Broker broker, Map<String, String> login) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, login)) {
      return consumer.listTopics().keySet();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Broker broker, Map<String, String> login) {
    Map<String, Object> settings = new HashMap<>(login);
    settings.put("bootstrap.servers", broker.address());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
