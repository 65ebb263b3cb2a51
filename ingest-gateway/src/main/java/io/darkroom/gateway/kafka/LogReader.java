package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads one partition from an offset, with its own consumer, until the reader wants no more. Blocks
 * the calling thread. Holds about one fetch of {@value #FETCH_BYTES} bytes, or one record if that
 * is larger.
 */
public final class LogReader {

  private static final int FETCH_BYTES = 1 << 20;
  private static final Duration POLL = Duration.ofMillis(100);

  /** Receives the records. */
  public interface Reader {
    /** Receives a record; may block. */
    void onRecord(ConsumerRecord<byte[], byte[]> message);

    /** Records were deleted before they could be read; 0 if their number is unknown. */
    void onDeleted(long records);

    /** Whether to continue; called repeatedly, even if no records arrive. */
    boolean wantsMore();

    /**
     * The reader has received all records before this offset, including all that existed at the
     * start.
     *
     * @return whether to continue
     */
    boolean caughtUp(long next);
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Reader reader;

  private LogReader(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Reader reader) {
    this.consumer = consumer;
    this.partition = partition;
    this.reader = reader;
  }

  /**
   * Reads until the reader wants no more.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static void read(
      KafkaAddress kafka, String topic, int partition, long from, Reader reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(settings())) {
      new LogReader(consumer, new TopicPartition(topic, partition), reader).read(from);
    }
  }

  private static Map<String, Object> settings() {
    return Map.of(
        "fetch.max.wait.ms",
        50,
        "fetch.max.bytes",
        FETCH_BYTES,
        "max.partition.fetch.bytes",
        FETCH_BYTES);
  }

  private void read(long from) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    boolean more = true;
    while (more && reader.wantsMore()) {
      poll();
      long next = consumer.position(partition);
      more = next < end || reader.caughtUp(next);
    }
  }

  private void poll() {
    try {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        if (!reader.wantsMore()) {
          return;
        }
        reader.onRecord(message);
      }
    } catch (OffsetOutOfRangeException e) {
      long wanted = e.offsetOutOfRangePartitions().get(partition);
      long oldest = consumer.beginningOffsets(List.of(partition)).get(partition);
      consumer.seek(partition, oldest);
      reader.onDeleted(Math.max(0, oldest - wanted));
    }
  }
}
