package io.darkroom.local.hostile;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Answer;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Tracks the outcome of every record, from the topics that the job writes. */
final class Ledger implements AutoCloseable {

  private static final int MAX_POLL_RECORDS = 5_000;

  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<SourcePosition> frames = new HashSet<>();
  private final Set<SourcePosition> requests = new HashSet<>();
  private final Map<String, Set<Long>> sequences = new HashMap<>();
  private long foreign;

  Ledger(String bootstrapServers, Topics topics) {
    this.topics = topics;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.auto.commit",
                false,
                "max.poll.records",
                MAX_POLL_RECORDS),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        List.of(topics.processed(), topics.rejects(), topics.answers()).stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads all new records; waits at most this long for the first one. */
  void read(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    while (!records.isEmpty()) {
      records.forEach(this::note);
      records = consumer.poll(Duration.ZERO);
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(topics.processed().name())) {
        processed(FrameCodec.decode(record.value()));
      } else if (record.topic().equals(topics.rejects().name())) {
        rejected(Reject.fromBytes(record.value()));
      } else {
        answered(Answer.decode(record.value()));
      }
    } catch (DarkroomException e) {
      foreign++;
    }
  }

  private void processed(Frame frame) {
    frame.processing().ifPresent(processing -> frames.add(processing.source()));
    sequences.computeIfAbsent(frame.streamId(), id -> new TreeSet<>()).add(frame.sequence());
  }

  private void rejected(Reject reject) {
    (reject.topic().equals(Reject.FRAMES) ? frames : requests).add(reject.source());
  }

  private void answered(Answer answer) {
    if (answer instanceof Answer.Done done) {
      done.frame().processing().ifPresent(processing -> requests.add(processing.source()));
    } else if (answer instanceof Answer.Refused refused) {
      requests.add(refused.reject().source());
    }
  }

  /** The number of frame records with a result or reject. */
  int frames() {
    return frames.size();
  }

  /** The number of request records with an answer or reject. */
  int requests() {
    return requests.size();
  }

  /** The sequences of a stream's processed frames. */
  Set<Long> sequences(String streamId) {
    return sequences.getOrDefault(streamId, Set.of());
  }

  /** The number of records that are not from the job. */
  long foreign() {
    return foreign;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
