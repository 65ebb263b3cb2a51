package io.darkroom.gateway.kafka;

import io.darkroom.gateway.kafka.LogFollower.Start;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The positions of a follower in each partition, kept when it reopens its consumer. Used by the
 * follower's thread.
 */
final class Positions {

  private final Start start;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** The end of each partition when it was first seen; records from there on are live. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  Positions(Start start) {
    this.start = start;
  }

  /** Seeks to the positions. Partitions added after the start are read from the beginning. */
  void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    boolean first = next.isEmpty();
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      Map<TopicPartition, Long> from = first && start == Start.END ? end : begin;
      next.putIfAbsent(partition, from.get(partition));
      ends.putIfAbsent(partition, end.get(partition));
      consumer.seek(partition, next.get(partition));
    }
  }

  boolean live(ConsumerRecord<byte[], byte[]> message) {
    return message.offset() >= ends.get(partitionOf(message));
  }

  void passed(ConsumerRecord<byte[], byte[]> message) {
    next.put(partitionOf(message), message.offset() + 1);
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> message) {
    return new TopicPartition(message.topic(), message.partition());
  }

  /** Advances over offsets without records, which compaction and transaction markers leave. */
  void caughtUp(Consumer<byte[], byte[]> consumer) {
    next.replaceAll((partition, before) -> position(consumer, partition, before));
  }

  /** Passes each partition and its position to the listener. */
  void forEach(BiConsumer<Integer, Long> listener) {
    next.forEach((partition, offset) -> listener.accept(partition.partition(), offset));
  }

  /** The consumer's position, or the one before if the leader is unknown at the moment. */
  static long position(Consumer<byte[], byte[]> consumer, TopicPartition partition, long before) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      return before;
    }
  }

  /** Whether everything that existed at the start has been read. */
  boolean reachedEnds() {
    return ends.entrySet().stream().allMatch(end -> next.get(end.getKey()) >= end.getValue());
  }

  /**
   * Recovers from positions that no longer exist; a topic that was created again is read as at the
   * start.
   *
   * @return the number of missed records
   */
  long recover(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException lost) {
    LostPositions recovered = LostPositions.recover(consumer, lost, this::restart);
    next.putAll(recovered.next());
    return recovered.missed();
  }

  private long restart(TopicPartition partition, long end) {
    long to = start == Start.BEGINNING ? 0 : end;
    ends.merge(partition, to, Math::min);
    return to;
  }
}
