package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records of a topic by their position, with a consumer for each lookup under way. At
 * most {@value #THREADS} run at a time and {@value #MOST_WAITING} wait; more find nothing.
 * Thread-safe. The creator closes it.
 */
public final class RecordLookup implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RecordLookup.class);

  private static final int THREADS = 2;
  private static final int MOST_WAITING = 256;
  private static final int FETCH_BYTES = 1 << 20;

  /** How far to look back in a partition if the position of the record is unknown. */
  private static final int LOOK_BACK = 64;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final Duration CLOSE = Duration.ofMillis(700);

  private final KafkaAddress kafka;
  private final String topic;
  private final ThreadPoolExecutor threads;
  private final ArrayBlockingQueue<KafkaConsumer<byte[], byte[]>> idle =
      new ArrayBlockingQueue<>(THREADS);

  public RecordLookup(KafkaAddress kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "darkroom-lookup-" + topic);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Finds the newest record of a partition that can be read as a value. Reads from the given
   * position to the end, but no more than one fetch after the first such record.
   *
   * @param from position of such a record; if empty, looks at the last {@value #LOOK_BACK} records
   * @param reader returns the value of a record; empty if it is none
   * @return empty if there is none, Kafka does not answer, or too many lookups wait
   */
  public <T> CompletableFuture<Optional<T>> newest(
      int partition,
      OptionalLong from,
      Function<ConsumerRecord<byte[], byte[]>, Optional<T>> reader) {
    Newest<T> newest = new Newest<>(reader, from.isPresent());
    return submit(partition, from, newest).thenApply(read -> newest.found);
  }

  /** Passes the records from a position to the present end to a reader, on another thread. */
  public CompletableFuture<Void> read(
      int partition, OptionalLong from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    return submit(
        partition,
        from,
        records -> {
          records.forEach(reader);
          return true;
        });
  }

  /** Reads one fetch after the other. */
  private interface Fetches {
    /** Returns whether to go on. */
    boolean read(Iterable<ConsumerRecord<byte[], byte[]>> records);
  }

  /** The value of the newest record that has one. */
  private static final class Newest<T> implements Fetches {
    private final Function<ConsumerRecord<byte[], byte[]>, Optional<T>> reader;
    private final boolean oneFetch;
    private volatile Optional<T> found = Optional.empty();

    Newest(Function<ConsumerRecord<byte[], byte[]>, Optional<T>> reader, boolean oneFetch) {
      this.reader = reader;
      this.oneFetch = oneFetch;
    }

    @Override
    public boolean read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
      for (ConsumerRecord<byte[], byte[]> message : records) {
        found = reader.apply(message).or(() -> found);
      }
      return found.isEmpty() || !oneFetch;
    }
  }

  /** Completes normally even if Kafka does not answer; what was read is then not complete. */
  private CompletableFuture<Void> submit(int partition, OptionalLong from, Fetches fetches) {
    TopicPartition at = new TopicPartition(topic, partition);
    try {
      return CompletableFuture.runAsync(() -> read(at, from, fetches), threads)
          .exceptionally(
              failure -> {
                log.debug("{}: not read", at, failure);
                return null;
              });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void read(TopicPartition at, OptionalLong from, Fetches fetches) {
    KafkaConsumer<byte[], byte[]> consumer = idle.poll();
    if (consumer == null) {
      consumer = open();
    }
    try {
      read(consumer, at, from, fetches);
      giveBack(consumer);
    } catch (RuntimeException e) {
      close(consumer);
      throw e;
    }
  }

  private void giveBack(KafkaConsumer<byte[], byte[]> consumer) {
    if (threads.isShutdown() || !idle.offer(consumer)) {
      close(consumer);
    }
  }

  private static void close(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(CLOSE));
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.consumer(
        Map.of(
            "fetch.max.wait.ms",
            50,
            "fetch.max.bytes",
            FETCH_BYTES,
            "max.partition.fetch.bytes",
            FETCH_BYTES));
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition at,
      OptionalLong from,
      Fetches fetches) {
    consumer.assign(List.of(at));
    long end = consumer.endOffsets(List.of(at)).get(at);
    long oldest = consumer.beginningOffsets(List.of(at)).get(at);
    consumer.seek(at, Math.max(oldest, Math.min(end, from.orElse(end - LOOK_BACK))));
    long deadline = System.nanoTime() + LONGEST.toNanos();
    boolean more = true;
    while (more && consumer.position(at) < end && System.nanoTime() - deadline < 0) {
      more = fetches.read(poll(consumer));
    }
  }

  /** Records may be deleted while they are looked up. */
  private static Iterable<ConsumerRecord<byte[], byte[]>> poll(
      KafkaConsumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      consumer.seekToBeginning(e.partitions());
      return List.of();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    for (KafkaConsumer<byte[], byte[]> open = idle.poll(); open != null; open = idle.poll()) {
      close(open);
    }
  }
}
