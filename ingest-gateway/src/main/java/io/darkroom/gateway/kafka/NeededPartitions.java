package io.darkroom.gateway.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions that a {@link PartitionReader} reads, and its position in each. Changed by the
 * reader's thread; {@link #next} and {@link #count} may be called by any.
 */
final class NeededPartitions {

  /** How far this machine's clock may be ahead of the broker's. */
  private static final long CLOCK_MARGIN_MILLIS = 5_000;

  private final String topic;
  private final Map<Integer, Long> next = new ConcurrentHashMap<>();
  private volatile int count;
  private boolean assigned;
  private long updatedMillis;

  NeededPartitions(String topic) {
    this.topic = topic;
  }

  int count() {
    return count;
  }

  boolean isEmpty() {
    return next.isEmpty();
  }

  OptionalLong next(int partition) {
    Long offset = next.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The next update assigns the partitions to a new consumer. */
  void reopened() {
    assigned = false;
  }

  /**
   * Assigns the needed partitions to the consumer. A partition is read from its end, or, if it was
   * just added to the topic, from about the time of the last update, because records that are
   * needed may already be there.
   */
  void update(Consumer<byte[], byte[]> consumer, Demand demand) {
    int present = consumer.partitionsFor(topic).size();
    if (present == 0) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    TreeSet<Integer> needed = new TreeSet<>(demand.partitions(present));
    if (!assigned || !needed.equals(next.keySet())) {
      Map<Integer, Long> added = starts(consumer, unread(needed));
      consumer.assign(needed.stream().map(this::partition).toList());
      next.keySet().retainAll(needed);
      next.putAll(added);
      next.forEach((partition, offset) -> consumer.seek(partition(partition), offset));
      assigned = true;
    }
    count = present;
    updatedMillis = System.currentTimeMillis();
  }

  private List<TopicPartition> unread(Set<Integer> needed) {
    return needed.stream().filter(p -> !next.containsKey(p)).map(this::partition).toList();
  }

  private Map<Integer, Long> starts(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> unread) {
    Map<Integer, Long> starts = new HashMap<>();
    if (unread.isEmpty()) {
      return starts;
    }
    consumer.endOffsets(unread).forEach((at, end) -> starts.put(at.partition(), end));
    if (next.isEmpty()) {
      return starts;
    }
    Map<TopicPartition, Long> grown = new HashMap<>();
    unread.stream()
        .filter(at -> at.partition() >= count)
        .forEach(at -> grown.put(at, updatedMillis - CLOCK_MARGIN_MILLIS));
    consumer
        .offsetsForTimes(grown)
        .forEach(
            (at, found) -> starts.computeIfPresent(at.partition(), (p, end) -> from(found, end)));
    return starts;
  }

  private static long from(OffsetAndTimestamp found, long end) {
    return found == null ? end : found.offset();
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  /**
   * The records by append time if they are from several partitions, so that a stream that has just
   * moved to another partition stays in order.
   */
  Iterable<ConsumerRecord<byte[], byte[]>> inOrder(ConsumerRecords<byte[], byte[]> records) {
    if (records.partitions().size() < 2) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> sorted = new ArrayList<>(records.count());
    records.forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    return sorted;
  }

  void passed(ConsumerRecord<byte[], byte[]> message) {
    next.computeIfPresent(message.partition(), (partition, offset) -> message.offset() + 1);
  }

  /** Advances over offsets without records, which transaction markers leave. */
  void caughtUp(Consumer<byte[], byte[]> consumer) {
    next.replaceAll(
        (partition, before) -> Positions.position(consumer, partition(partition), before));
  }

  long lag(Consumer<byte[], byte[]> consumer) {
    return next.keySet().stream()
        .mapToLong(partition -> consumer.currentLag(partition(partition)).orElse(0))
        .sum();
  }

  /**
   * Continues with the oldest record left, or at the end if the topic was created again.
   *
   * @return the number of missed records
   */
  long recover(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException lost) {
    LostPositions recovered = LostPositions.recover(consumer, lost, (partition, end) -> end);
    recovered.next().forEach((partition, offset) -> next.put(partition.partition(), offset));
    return recovered.missed();
  }
}
