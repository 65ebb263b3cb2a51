package io.darkroom.local.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publishers of docs/clients write each stream to its partition. */
public abstract class KafkaPublishers {

  private static final String TOPIC = "darkroom.frames";

  @TempDir Path folder;

  protected abstract String bootstrapServers();

  protected abstract byte[] picture();

  @Test
  void python() throws Exception {
    requirePublishes(
        ClientProgram.python("publish.py", "confluent_kafka", "python3-confluent-kafka"));
  }

  @Test
  void node() throws Exception {
    requirePublishes(ClientProgram.node("publish.mjs"));
  }

  private void requirePublishes(ClientProgram program) throws Exception {
    String image = Files.write(folder.resolve("picture.jpg"), picture()).toString();
    for (String stream : List.of("published-" + UUID.randomUUID(), "x." + UUID.randomUUID())) {
      List<String> printed = program.run(bootstrapServers(), stream, image);
      assertThat(printed).hasSize(1);
      String[] place = printed.get(0).split(" ");
      TopicPartition partition = new TopicPartition(TOPIC, Integer.parseInt(place[0]));
      ConsumerRecord<String, byte[]> record = read(partition, Long.parseLong(place[1]));
      assertThat(record.key()).isEqualTo(stream);
      assertThat(record.value()).isEqualTo(picture());
    }
  }

  private ConsumerRecord<String, byte[]> read(TopicPartition partition, long offset) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers(), "max.poll.records", 1),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      ConsumerRecord<String, byte[]> record =
          consumer.poll(Duration.ofSeconds(20)).iterator().next();
      int partitions = consumer.partitionsFor(TOPIC).size();
      assertThat(partition.partition())
          .isEqualTo(Utils.toPositive(Utils.murmur2(record.key().getBytes(UTF_8))) % partitions);
      return record;
    }
  }
}
