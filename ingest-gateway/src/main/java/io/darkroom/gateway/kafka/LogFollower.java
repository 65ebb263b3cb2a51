package io.darkroom.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of one topic, without a consumer group, and hands each record to one
 * listener on a thread of its own. Outages, new partitions and a topic that appears late are waited
 * out; a record that the listener cannot read is counted and passed over; records that were deleted
 * before they were read are counted, and the oldest that is left comes next. After an error the
 * thread goes on where it was. Closed by who started it.
 */
public final class LogFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PARTITION_CHECK = Duration.ofSeconds(10);

  /** Takes records in the order of their partition. */
  public interface Listener {
    /**
     * Throws any runtime exception where the record cannot be read.
     *
     * @param live whether it was appended after the topic was first reached
     */
    void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live);

    /** All records of the partition before the offset have been taken in. */
    default void onCaughtUp(int partition, long offset) {}
  }

  /** How far before the end of each partition to begin, in records. */
  public record Start(long recordsBeforeEnd) {
    public static final Start BEGINNING = new Start(Long.MAX_VALUE);
    public static final Start END = new Start(0);
  }

  private final KafkaAddress kafka;
  private final String topic;
  private final String isolation;
  private final GatewayMetrics metrics;
  private final Listener listener;
  private final Thread thread;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final Positions positions;
  private final ReadFailure trouble = new ReadFailure(System::nanoTime);
  private Place failedAt;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;
  private volatile long lag;
  private long lastWarning = System.nanoTime() - QUIET.toNanos();

  private record Place(int partition, long offset) {}

  private LogFollower(
      KafkaAddress kafka, Topic topic, Start start, GatewayMetrics metrics, Listener listener) {
    this.kafka = kafka;
    this.topic = topic.name();
    this.isolation = topic.compacted() ? "read_committed" : "read_uncommitted";
    this.positions = new Positions(start);
    this.metrics = metrics;
    this.listener = listener;
    this.thread = new Thread(this::run, "darkroom-follow-" + topic.name());
    thread.setDaemon(true);
  }

  /** Control topics are read as far as they are decided, the others as far as they are written. */
  public static LogFollower start(
      KafkaAddress kafka, Topic topic, Start start, GatewayMetrics metrics, Listener listener) {
    LogFollower follower = new LogFollower(kafka, topic, start, metrics, listener);
    follower.thread.start();
    return follower;
  }

  /** Completes once everything that was on the topic when it was first reached has been read. */
  public CompletableFuture<Void> reached() {
    return reached.copy();
  }

  /** Records that are on the topic and were not read yet, as of the last read. */
  public long lag() {
    return lag;
  }

  /** What is read next of a partition. */
  public record Next(int partition, long offset) {}

  /**
   * Where it is in the partition of a key, as Kafka's own producers choose it; empty before the
   * start. All before that has been handed on.
   */
  public Optional<Next> next(String key) {
    return positions.of(key.getBytes(UTF_8));
  }

  public String topic() {
    return topic;
  }

  /** Whether it comes on; after an error it has {@link #PATIENCE} to do so again. */
  public boolean isFollowing() {
    return thread.isAlive() && !trouble.lastsLongerThan(PATIENCE);
  }

  /** How often it had to begin again after a failure. */
  public long restarts() {
    return trouble.restarts();
  }

  private void run() {
    while (!closed) {
      try {
        attempt();
      } catch (Throwable e) {
        // Not even the report of an error may end the thread.
        trouble.failed();
        pause();
      }
    }
  }

  private void attempt() {
    try (KafkaConsumer<byte[], byte[]> opened = kafka.consumer(settings())) {
      consumer = opened;
      follow(opened);
    } catch (WakeupException e) {
      // Only close() wakes it; the loop looks at the flag.
    } catch (RetriableException e) {
      warn("cannot follow it for now", e);
      pause();
    } catch (RuntimeException e) {
      trouble.failed();
      warn("cannot follow it for now", e);
      pause();
    } catch (Error e) {
      trouble.failed();
      log.error("topic {}: followed again after an error", topic, e);
      pause();
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        "enable.auto.commit",
        false,
        "allow.auto.create.topics",
        false,
        "auto.offset.reset",
        "none",
        "isolation.level",
        isolation,
        "fetch.min.bytes",
        1,
        "fetch.max.wait.ms",
        250,
        "max.partition.fetch.bytes",
        Topics.MAX_RECORD_BYTES,
        "receive.buffer.bytes",
        1 << 20,
        "default.api.timeout.ms",
        5_000,
        "request.timeout.ms",
        5_000);
  }

  private void follow(KafkaConsumer<byte[], byte[]> from) {
    List<TopicPartition> partitions = partitions(from);
    if (partitions.isEmpty()) {
      pause();
      return;
    }
    from.assign(partitions);
    positions.seek(from, partitions);
    long checked = System.nanoTime();
    while (!closed) {
      read(from);
      lag = partitions.stream().mapToLong(p -> from.currentLag(p).orElse(0)).sum();
      trouble.over();
      if (positions.reachedEnds()) {
        reached.complete(null);
      }
      if (System.nanoTime() - checked > PARTITION_CHECK.toNanos()) {
        checked = System.nanoTime();
        if (partitions(from).size() > partitions.size()) {
          return;
        }
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> from) {
    try {
      for (ConsumerRecord<byte[], byte[]> message : from.poll(POLL)) {
        accept(message);
      }
      positions.caughtUp(from);
      positions.forEach(listener::onCaughtUp);
    } catch (OffsetOutOfRangeException e) {
      long missed = positions.recover(from, e);
      metrics.missed(topic, missed);
      log.warn("topic {}: {} records missed: deleted before they were read", topic, missed);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
    List<PartitionInfo> infos = from.partitionsFor(topic);
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** A record on which the thread fails twice is passed over like one that cannot be read. */
  private void accept(ConsumerRecord<byte[], byte[]> message) {
    try {
      listener.onRecord(message, positions.live(message));
    } catch (RuntimeException e) {
      unreadable(message, e);
    } catch (Error e) {
      Place place = new Place(message.partition(), message.offset());
      if (!place.equals(failedAt)) {
        failedAt = place;
        throw e;
      }
      unreadable(message, e);
    }
    positions.passed(message);
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> message, Throwable cause) {
    metrics.unreadable(topic);
    warn("record %d-%d is unreadable".formatted(message.partition(), message.offset()), cause);
  }

  private void warn(String what, Throwable cause) {
    long now = System.nanoTime();
    if (now - lastWarning < QUIET.toNanos()) {
      log.debug("topic {}: {}", topic, what, cause);
      return;
    }
    lastWarning = now;
    log.warn("topic {}: {}: {}", topic, what, cause.toString());
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
