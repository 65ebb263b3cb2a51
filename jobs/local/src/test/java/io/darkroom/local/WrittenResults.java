package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the results that are in the topic {@code processed}. */
record WrittenResults(String bootstrapServers, Topics topics) {

  /** Returns all results of a pipeline, in the order of each partition. */
  List<Frame> of(String pipelineId) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topics.processed().name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      List<Frame> results = new ArrayList<>();
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (pipelineId.equals(new String(record.key(), UTF_8))) {
            results.add(FrameCodec.decode(record.value()));
          }
        }
      }
      return results;
    }
  }
}
