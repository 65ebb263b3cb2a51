package io.darkroom.gateway.kafka;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads every partition of one topic, without a consumer group, and passes each record to one
 * listener on its own thread. Waits during outages and for a topic that does not exist yet, and
 * reads new partitions. Counts and skips records that the listener cannot read. If records were
 * deleted before they were read, counts them and continues with the oldest one left. After an error
 * it continues where it was. Closed by its owner.
 */
public final class LogFollower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final int FETCH_MILLIS = 250;
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

  /** Where to start in each partition. */
  public enum Start {
    BEGINNING,
    END
  }

  private final KafkaAddress kafka;
  private final String topic;
  private final String isolation;
  private final RecordGuard guard;
  private final Listener listener;
  private final PollLoop loop;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final Positions positions;
  private final FollowerHealth health = new FollowerHealth(System::nanoTime);
  private volatile long lag;

  private LogFollower(
      KafkaAddress kafka, Topic topic, Start start, GatewayMetrics metrics, Listener listener) {
    this.kafka = kafka;
    this.topic = topic.name();
    this.isolation = topic.compacted() ? "read_committed" : "read_uncommitted";
    this.positions = new Positions(start);
    this.guard = new RecordGuard(topic.name(), metrics);
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

  public String topic() {
    return topic;
  }

  /** Whether it is reading. After an error it has {@link FollowerHealth#PATIENCE} to recover. */
  public boolean isFollowing() {
    return loop.isAlive() && health.isGood();
  }

  /** The number of restarts after failures. */
  public long restarts() {
    return health.restarts();
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.follower(FETCH_MILLIS, Map.of("isolation.level", isolation));
  }

  private void failed(Throwable failure) {
    health.failed(failure);
    guard.failed(failure);
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
      guard.missed(positions.recover(from, e));
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
    List<PartitionInfo> infos = from.partitionsFor(topic);
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    guard.read(message, () -> listener.onRecord(message, positions.live(message)));
    positions.passed(message);
  }

  @Override
  public void close() {
    loop.close();
  }
}
