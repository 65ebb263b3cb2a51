package io.darkroom.gateway.kafka;

import io.darkroom.gateway.kafka.LogFollower.Start;
import java.time.Duration;
import java.util.Collection;
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
 * How far a follower has come in each partition, kept while it opens its consumer again. Confined
 * to the follower's thread.
 */
final class Positions {

  private final Start start;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Where each partition ended when it was first met: what comes from there on is live. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  Positions(Start start) {
    this.start = start;
  }

  /** Partitions met for the first time after the start are read from their beginning. */
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

  boolean live(ConsumerRecord<byte[], byte[]> message) {
    return message.offset() >= ends.get(partitionOf(message));
  }

  void passed(ConsumerRecord<byte[], byte[]> message) {
    next.put(partitionOf(message), message.offset() + 1);
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> message) {
    return new TopicPartition(message.topic(), message.partition());
  }

  /** All that was fetched has been passed: compaction and markers leave offsets without records. */
  void caughtUp(Consumer<byte[], byte[]> consumer) {
    next.replaceAll((partition, before) -> position(consumer, partition, before));
  }

  /** Hands on, for each partition, the offset before which all is passed. */
  void forEach(BiConsumer<Integer, Long> listener) {
    next.forEach((partition, offset) -> listener.accept(partition.partition(), offset));
  }

  private static long position(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long before) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      // Its leader is being looked for.
      return before;
    }
  }

  /** Whether all is read that was there at the start. */
  boolean reachedEnds() {
    return ends.entrySet().stream().allMatch(end -> next.get(end.getKey()) >= end.getValue());
  }

  /**
   * Goes on after the records at the positions are gone: at the oldest that is left where retention
   * has deleted them; where the log has become shorter, as a topic that was made again, from its
   * beginning or at its end, as at the start.
   *
   * @return how many records were missed
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
