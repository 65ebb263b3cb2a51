package io.darkroom.gateway.kafka;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads those partitions of a topic that are needed at the moment, with one consumer on its own
 * thread, and passes their records to one listener; reads nothing while none is needed. A partition
 * is read from its end on. During outages it waits and then continues where it was. Closed by its
 * owner.
 */
public final class PartitionReader implements AutoCloseable {

  /** A fetch of idle partitions delays the first fetch of a new one by at most this. */
  private static final int FETCH_MILLIS = 50;

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final KafkaAddress kafka;
  private final String topic;
  private final Demand demand;
  private final GatewayMetrics metrics;
  private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
  private final RecordGuard guard;
  private final PollLoop loop;
  private final FollowerHealth health = new FollowerHealth(System::nanoTime);
  private final NeededPartitions partitions;
  private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore changes = new Semaphore(0);
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile long lag;

  /**
   * Creates a reader.
   *
   * @param demand asked on the reader's thread, after each {@link #changed} and once a second
   * @param listener receives records on the reader's thread, in order within each partition, and in
   *     the order of their append times as far as they arrive together
   */
  public PartitionReader(
      KafkaAddress kafka,
      String topic,
      Demand demand,
      GatewayMetrics metrics,
      Consumer<ConsumerRecord<byte[], byte[]>> listener) {
    this.kafka = kafka;
    this.topic = topic;
    this.demand = demand;
    this.metrics = metrics;
    this.listener = listener;
    this.guard = new RecordGuard(topic, metrics);
    this.partitions = new NeededPartitions(topic);
    this.loop = new PollLoop("darkroom-watch-" + topic, this::open, this::poll, this::failed);
  }

  public void start() {
    metrics.reads(topic);
    metrics.observe(GatewaySeries.FOLLOWER_LAG, this::lag, topic);
    metrics.observeCount(GatewaySeries.FOLLOWER_RESTARTS, this::restarts, topic);
    loop.start();
  }

  /** Call this when the demand has changed. */
  public void changed() {
    changes.release();
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
  }

  /**
   * Completes, on the reader's thread and before it passes another record on, when all partitions
   * that are needed at the time of this call are read.
   */
  public CompletableFuture<Void> reading() {
    CompletableFuture<Void> reading = new CompletableFuture<>();
    waiting.add(reading);
    changed();
    return reading;
  }

  /** Full name of the topic. */
  public String topic() {
    return topic;
  }

  /** The number of partitions of the topic; 0 before it is known. */
  public int count() {
    return partitions.count();
  }

  /** The offset of the next record of a partition; empty if the partition is not read. */
  public OptionalLong next(int partition) {
    return partitions.next(partition);
  }

  /** The number of unread records in the partitions that it reads, as of the last poll. */
  public long lag() {
    return lag;
  }

  /** Whether it can read. After an error it has {@link FollowerHealth#PATIENCE} to recover. */
  public boolean isReading() {
    return loop.isAlive() && health.isGood();
  }

  /** The number of restarts after failures. */
  public long restarts() {
    return health.restarts();
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.follower(FETCH_MILLIS, Map.of("metadata.max.age.ms", CHECK.toMillis()));
  }

  private void failed(Throwable failure) {
    health.failed(failure);
    guard.failed(failure);
  }

  private void poll(KafkaConsumer<byte[], byte[]> opened) {
    consumer = opened;
    partitions.reopened();
    long due = System.nanoTime();
    while (loop.isOpen()) {
      boolean changed = changes.drainPermits() > 0;
      if (changed || System.nanoTime() - due >= 0) {
        if (!update(opened)) {
          continue;
        }
        due = System.nanoTime() + CHECK.toNanos();
      }
      read(opened);
    }
  }

  /** Returns false if it was interrupted by another change and must be repeated. */
  private boolean update(KafkaConsumer<byte[], byte[]> from) {
    List<CompletableFuture<Void>> served = new ArrayList<>(waiting);
    try {
      partitions.update(from, demand);
    } catch (WakeupException e) {
      changes.release();
      return false;
    }
    health.recovered();
    waiting.removeAll(served);
    served.forEach(reading -> reading.complete(null));
    return true;
  }

  private void read(KafkaConsumer<byte[], byte[]> from) {
    try {
      if (partitions.isEmpty()) {
        awaitChange();
        return;
      }
      partitions.inOrder(from.poll(POLL)).forEach(this::accept);
      partitions.caughtUp(from);
      lag = partitions.lag(from);
      health.recovered();
    } catch (WakeupException e) {
      // The demand has changed, or the loop is closed.
    } catch (OffsetOutOfRangeException e) {
      guard.missed(partitions.recover(from, e));
    }
  }

  private void awaitChange() {
    lag = 0;
    try {
      if (changes.tryAcquire(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
        changes.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    guard.read(message, () -> listener.accept(message));
    partitions.passed(message);
  }

  @Override
  public void close() {
    loop.close();
    waiting.forEach(reading -> reading.cancel(false));
  }
}
