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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of one topic, without a consumer group, and passes each record to one
 * listener on its own thread. Waits during outages and for a topic that does not exist yet, and
 * reads new partitions. Counts and skips records that the listener cannot read. If records were
 * deleted before they were read, counts them and continues with the oldest one left. After an error
 * it continues where it was. Closed by its owner.
 */
public final class LogFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PARTITION_CHECK = Duration.ofSeconds(10);

  /** Receives records, in order within each partition. */
  public interface Listener {
    /**
     * Reads a record; throws any runtime exception if it cannot.
     *
     * @param live whether the record was appended after the follower started
     */
    void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live);

    /** All records of the partition before the offset have been passed to the listener. */
    default void onCaughtUp(int partition, long offset) {}
  }

  /** Where to start in each partition, in records before its end. */
  public record Start(long recordsBeforeEnd) {
    public static final Start BEGINNING = new Start(Long.MAX_VALUE);
    public static final Start END = new Start(0);
  }

  private final KafkaAddress kafka;
  private final String topic;
  private final String isolation;
  private final GatewayMetrics metrics;
  private final Listener listener;
  private final PollLoop loop;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final Positions positions;
  private final FollowerHealth health = new FollowerHealth(System::nanoTime);
  private Place failedAt;
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
    this.loop =
        new PollLoop("darkroom-follow-" + topic.name(), this::open, this::poll, this::failed);
  }

  /** Starts to follow a topic. Of control topics, it reads committed records only. */
  public static LogFollower start(
      KafkaAddress kafka, Topic topic, Start start, GatewayMetrics metrics, Listener listener) {
    LogFollower follower = new LogFollower(kafka, topic, start, metrics, listener);
    follower.loop.start();
    return follower;
  }

  /** Completes when everything that was on the topic at the start has been read. */
  public CompletableFuture<Void> reached() {
    return reached.copy();
  }

  /** The number of unread records, as of the last poll. */
  public long lag() {
    return lag;
  }

  /** The position in a partition: the offset of the next record to read. */
  public record Next(int partition, long offset) {}

  /**
   * The position in the partition that Kafka's producers choose for a key; empty before the start.
   * All records before it have been passed to the listener.
   */
  public Optional<Next> next(String key) {
    return positions.of(key.getBytes(UTF_8));
  }

  public String topic() {
    return topic;
  }

  /** Whether it is reading. After an error it has {@link #PATIENCE} to recover. */
  public boolean isFollowing() {
    return loop.isAlive() && !health.isFailingLongerThan(PATIENCE);
  }

  /** The number of restarts after failures. */
  public long restarts() {
    return health.restarts();
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.consumer(
        Map.of(
            "isolation.level",
            isolation,
            "fetch.min.bytes",
            1,
            "fetch.max.wait.ms",
            250,
            "max.partition.fetch.bytes",
            Topics.MAX_RECORD_BYTES,
            "receive.buffer.bytes",
            1 << 20));
  }

  private void failed(Throwable failure) {
    if (!(failure instanceof RetriableException)) {
      health.failed();
    }
    if (failure instanceof Error) {
      log.error("topic {}: restarted after an error", topic, failure);
    } else {
      warn("reading failed, will retry", failure);
    }
  }

  private void poll(KafkaConsumer<byte[], byte[]> from) {
    List<TopicPartition> partitions = partitions(from);
    if (partitions.isEmpty()) {
      loop.pause();
      return;
    }
    from.assign(partitions);
    positions.seek(from, partitions);
    long checked = System.nanoTime();
    while (loop.isOpen()) {
      read(from);
      lag = partitions.stream().mapToLong(p -> from.currentLag(p).orElse(0)).sum();
      health.recovered();
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
      log.warn("topic {}: {} records were deleted before they were read", topic, missed);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
    List<PartitionInfo> infos = from.partitionsFor(topic);
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** Retries a record after an error of the JVM once, then skips it as unreadable. */
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

  @Override
  public void close() {
    loop.close();
  }
}
