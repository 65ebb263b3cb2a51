package io.darkroom.gateway.kafka;

import io.darkroom.gateway.kafka.LogFollower.Start;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;

/**
 * The positions of a follower in each partition, kept when it reopens its consumer. Changed by the
 * follower's thread only; {@link #of} may be called by any.
 */
final class Positions {

  private final Start start;
  private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();

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
      long lead = first ? start.recordsBeforeEnd() : Long.MAX_VALUE;
      long offset = Math.max(begin.get(partition), end.get(partition) - lead);
      next.putIfAbsent(partition, offset);
      ends.putIfAbsent(partition, end.get(partition));
      consumer.seek(partition, next.get(partition));
    }
  }

  /** The position in the partition of a key; empty before the start. */
  Optional<LogFollower.Next> of(byte[] key) {
    int partitions = next.size();
    if (partitions == 0) {
      return Optional.empty();
    }
    int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
    return next.entrySet().stream()
        .filter(entry -> entry.getKey().partition() == partition)
        .map(entry -> new LogFollower.Next(partition, entry.getValue()))
        .findFirst();
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

  private static long position(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long before) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      // The leader is unknown at the moment.
      return before;
    }
  }

  /** Whether everything that existed at the start has been read. */
  boolean reachedEnds() {
    return ends.entrySet().stream().allMatch(end -> next.get(end.getKey()) >= end.getValue());
  }

  /**
   * Recovers from positions that no longer exist. If retention has deleted the records, continues
   * with the oldest one left. If the log is shorter than the position, since the topic was created
   * again, continues at its beginning or end, as at the start.
   *
   * @return the number of missed records
   */
  long recover(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException lost) {
    Collection<TopicPartition> partitions = lost.partitions();
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    long missed = 0;
    for (TopicPartition partition : partitions) {
      long wanted = lost.offsetOutOfRangePartitions().get(partition);
      long oldest = begin.get(partition);
      long to = wanted <= end.get(partition) ? Math.max(wanted, oldest) : restart(partition, end);
      to = Math.max(to, oldest);
      missed += Math.max(0, oldest - wanted);
      next.put(partition, to);
      consumer.seek(partition, to);
    }
    return missed;
  }

  private long restart(TopicPartition partition, Map<TopicPartition, Long> end) {
    long to = start.equals(Start.BEGINNING) ? 0 : end.get(partition);
    ends.merge(partition, to, Math::min);
    return to;
  }
}
