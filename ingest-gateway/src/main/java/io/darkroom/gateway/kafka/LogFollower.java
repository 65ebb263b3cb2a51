package io.darkroom.gateway.kafka;

import io.darkroom.gateway.metrics.GatewayMetrics;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of one topic, without a consumer group, and hands each record to one
 * listener on a thread of its own. Outages, new partitions and a topic that appears late are waited
 * out; a record that the listener cannot read is counted and passed over. Closed by who started it.
 */
public final class LogFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration PARTITION_CHECK = Duration.ofSeconds(10);

  /** Takes records in the order of their partition. */
  public interface Listener {
    /**
     * Throws any runtime exception where the record cannot be read.
     *
     * @param live whether it was appended after the topic was first reached
     */
    void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live);
  }

  /** How far before the end of each partition to begin, in records. */
  public record Start(long recordsBeforeEnd) {
    public static final Start BEGINNING = new Start(Long.MAX_VALUE);
    public static final Start END = new Start(0);
  }

  private final KafkaAddress kafka;
  private final String topic;
  private final Start start;
  private final GatewayMetrics metrics;
  private final Listener listener;
  private final Thread thread;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;
  private volatile long lag;
  private long lastWarning = System.nanoTime() - QUIET.toNanos();

  private LogFollower(
      KafkaAddress kafka, String topic, Start start, GatewayMetrics metrics, Listener listener) {
    this.kafka = kafka;
    this.topic = topic;
    this.start = start;
    this.metrics = metrics;
    this.listener = listener;
    this.thread = new Thread(this::run, "darkroom-follow-" + topic);
    thread.setDaemon(true);
  }

  public static LogFollower start(
      KafkaAddress kafka, String topic, Start start, GatewayMetrics metrics, Listener listener) {
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

  private void run() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> opened = kafka.consumer(settings())) {
        consumer = opened;
        follow(opened);
      } catch (WakeupException e) {
        // Only close() wakes it; the loop looks at the flag.
      } catch (RuntimeException e) {
        warn("cannot follow it for now", e);
        pause();
      }
    }
  }

  private static Map<String, Object> settings() {
    return Map.of(
        "enable.auto.commit",
        false,
        "allow.auto.create.topics",
        false,
        "auto.offset.reset",
        "latest",
        "isolation.level",
        "read_uncommitted",
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
    seek(from, partitions);
    long checked = System.nanoTime();
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> message : from.poll(POLL)) {
        accept(message);
      }
      lag = partitions.stream().mapToLong(p -> from.currentLag(p).orElse(0)).sum();
      checkReached(from);
      if (System.nanoTime() - checked > PARTITION_CHECK.toNanos()) {
        checked = System.nanoTime();
        if (partitions(from).size() > partitions.size()) {
          return;
        }
      }
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> from) {
    List<PartitionInfo> infos = from.partitionsFor(topic);
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** Partitions met for the first time after the start are read from their beginning. */
  private void seek(KafkaConsumer<byte[], byte[]> from, List<TopicPartition> partitions) {
    boolean first = next.isEmpty();
    Map<TopicPartition, Long> begin = from.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = from.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long lead = first ? start.recordsBeforeEnd() : Long.MAX_VALUE;
      long offset = Math.max(begin.get(partition), end.get(partition) - lead);
      next.putIfAbsent(partition, offset);
      ends.putIfAbsent(partition, end.get(partition));
      from.seek(partition, next.get(partition));
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    TopicPartition partition = new TopicPartition(topic, message.partition());
    try {
      listener.onRecord(message, message.offset() >= ends.get(partition));
    } catch (RuntimeException e) {
      metrics.unreadable(topic);
      warn("record %d-%d is unreadable".formatted(message.partition(), message.offset()), e);
    }
    next.put(partition, message.offset() + 1);
  }

  /** By position, not by the last record: compaction and markers leave offsets without records. */
  private void checkReached(KafkaConsumer<byte[], byte[]> from) {
    if (reached.isDone()) {
      return;
    }
    if (ends.entrySet().stream().allMatch(e -> from.position(e.getKey()) >= e.getValue())) {
      reached.complete(null);
    }
  }

  private void warn(String what, RuntimeException cause) {
    long now = System.nanoTime();
    if (now - lastWarning < QUIET.toNanos()) {
      log.debug("topic {}: {}", topic, what, cause);
      return;
    }
    lastWarning = now;
    log.warn("topic {}: {}: {}", topic, what, cause.getMessage());
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
