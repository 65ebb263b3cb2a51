package io.darkroom.gateway.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a reader continues whose positions no longer exist. If retention has deleted the records,
 * that is the oldest one left; if the log is shorter than the position, since the topic was created
 * again, the reader decides.
 *
 * @param next position of each partition
 * @param missed number of records that were deleted before they were read
 */
record LostPositions(Map<TopicPartition, Long> next, long missed) {

  /**
   * Asks Kafka, and seeks to the positions.
   *
   * @param restart returns where to continue in a partition that was created again, from its end
   */
  static LostPositions recover(
      Consumer<byte[], byte[]> consumer,
      OffsetOutOfRangeException lost,
      BiFunction<TopicPartition, Long, Long> restart) {
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(lost.partitions());
    Map<TopicPartition, Long> end = consumer.endOffsets(lost.partitions());
    Map<TopicPartition, Long> next = new HashMap<>();
    long missed = 0;
    for (TopicPartition partition : lost.partitions()) {
      long wanted = lost.offsetOutOfRangePartitions().get(partition);
      long oldest = begin.get(partition);
      long last = end.get(partition);
      long to = wanted <= last ? wanted : restart.apply(partition, last);
      next.put(partition, Math.max(to, oldest));
      missed += Math.max(0, oldest - wanted);
    }
    next.forEach(consumer::seek);
    return new LostPositions(next, missed);
  }
}
