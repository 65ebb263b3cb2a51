package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership of a consumer group that shares out the partitions of a topic, not for their records
 * but for the work that they stand for. A member that dies is noticed within 6 s, the shortest that
 * brokers allow by default; one that is closed leaves at once. One thread of its own; closed by who
 * started it.
 */
public final class PartitionGroup implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PartitionGroup.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofMillis(700);
  private static final Duration BETWEEN_REBALANCES = Duration.ofSeconds(3);

  /** Told on the group's thread, which must not be kept: others wait for its answers. */
  public interface Listener {

    /** These are this member's too from now on. */
    void gained(Set<Integer> partitions);

    /** These no longer are; when this returns, another member may get them. */
    void lost(Set<Integer> partitions);
  }

  private final KafkaAddress kafka;
  private final String group;
  private final String topic;
  private final WeightedAssignor.Plan plan;
  private final Listener listener;
  private final Thread thread;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;
  private long lastRebalance = System.nanoTime();

  private PartitionGroup(
      KafkaAddress kafka, String group, String topic, IntUnaryOperator weights, Listener listener) {
    this.kafka = kafka;
    this.group = group;
    this.topic = topic;
    this.plan = new WeightedAssignor.Plan(topic, weights);
    this.listener = listener;
    this.thread = new Thread(this::run, "darkroom-group-" + group);
    thread.setDaemon(true);
  }

  /**
   * Joins.
   *
   * @param weights how much work is in a partition at this moment; called on the group's thread
   */
  public static PartitionGroup join(
      KafkaAddress kafka, String group, String topic, IntUnaryOperator weights, Listener listener) {
    PartitionGroup membership = new PartitionGroup(kafka, group, topic, weights, listener);
    membership.thread.start();
    return membership;
  }

  private void run() {
    while (!closed) {
      try {
        belong();
      } catch (WakeupException e) {
        // Only close() wakes it; the loop looks at the flag.
      } catch (RuntimeException e) {
        log.warn("group {}: {}", group, e.getMessage());
        pause();
      } catch (Throwable e) {
        // Without its member the gateway would keep partitions that it no longer serves.
        log.error("group {}: joins again after an error", group, e);
        pause();
      }
    }
  }

  private void belong() {
    KafkaConsumer<byte[], byte[]> member = kafka.consumer(settings());
    consumer = member;
    try {
      member.subscribe(List.of(topic), new Changes(member));
      while (!closed) {
        member.poll(POLL);
        spreadEvenly(member);
      }
    } finally {
      member.close(CloseOptions.timeout(LEAVE));
    }
  }

  private void spreadEvenly(KafkaConsumer<byte[], byte[]> member) {
    long now = System.nanoTime();
    if (now - lastRebalance > BETWEEN_REBALANCES.toNanos() && plan.isUneven()) {
      lastRebalance = now;
      member.enforceRebalance("the work has become uneven");
    }
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry("group.id", group),
        Map.entry("group.protocol", "classic"),
        Map.entry("session.timeout.ms", 6_000),
        Map.entry("heartbeat.interval.ms", 500),
        Map.entry("max.poll.interval.ms", 300_000),
        Map.entry("partition.assignment.strategy", WeightedAssignor.class.getName()),
        Map.entry(WeightedAssignor.PLAN, plan),
        Map.entry("enable.auto.commit", false),
        Map.entry("auto.offset.reset", "latest"),
        Map.entry("allow.auto.create.topics", false),
        Map.entry("default.api.timeout.ms", 5_000),
        Map.entry("request.timeout.ms", 5_000));
  }

  private final class Changes implements ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> member;

    Changes(KafkaConsumer<byte[], byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Followers read the topic; here it only stands for what is shared out.
      member.pause(partitions);
      lastRebalance = System.nanoTime();
      if (!partitions.isEmpty()) {
        log.info("group {}: gained {}", group, numbers(partitions));
        listener.gained(numbers(partitions));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        log.info("group {}: gives back {}", group, numbers(partitions));
        listener.lost(numbers(partitions));
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      log.warn("group {}: lost {}", group, numbers(partitions));
      listener.lost(numbers(partitions));
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
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
