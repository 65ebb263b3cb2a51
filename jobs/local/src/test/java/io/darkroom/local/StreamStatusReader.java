package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.topic.Topics;
import io.darkroom.v1.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the reports of one stream from the topic {@code stream-status}, from its beginning. */
final class StreamStatusReader implements AutoCloseable {

  private final String streamId;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<StreamReport> reports = new ArrayList<>();

  StreamStatusReader(String bootstrapServers, String streamId) {
    this.streamId = streamId;
    Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    TopicPartition partition = new TopicPartition(topics.streamStatus().name(), 0);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Returns all reports so far, the oldest first. */
  List<StreamReport> all() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      StreamStatusKey key = StreamStatusKey.parse(new String(record.key(), UTF_8)).orElseThrow();
      if (key.streamId().equals(streamId)) {
        reports.add(parse(record.value()));
      }
    }
    return reports;
  }

  private static StreamReport parse(byte[] value) {
    try {
      return StreamReport.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the newest report; the default one before the first. */
  StreamReport last() {
    List<StreamReport> all = all();
    return all.isEmpty() ? StreamReport.getDefaultInstance() : all.get(all.size() - 1);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
