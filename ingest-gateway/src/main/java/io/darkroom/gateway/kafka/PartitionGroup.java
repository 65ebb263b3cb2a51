package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group that assigns the partitions of a topic to its members. It does not
 * read their records: a partition represents work that its owner does. The group notices within 6 s
 * that a member died, the shortest time that brokers allow by default; a closed member leaves at
 * once. Runs on its own thread. Closed by its owner.
 */
public final class PartitionGroup implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PartitionGroup.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BETWEEN_REBALANCES = Duration.ofSeconds(3);

  /** Called on the group's thread. Must not block, since the other members wait for it. */
  public interface Listener {

    /** Partitions were assigned to this member, besides those it owns. */
    void gained(Set<Integer> partitions);

    /** Partitions were taken from this member. Others may get them when this returns. */
    void lost(Set<Integer> partitions);
  }

  private final KafkaAddress kafka;
  private final String group;
  private final String topic;
  private final WeightedAssignor.Plan plan;
  private final Listener listener;
  private final PollLoop loop;
  private long lastRebalance = System.nanoTime();

  private PartitionGroup(
      KafkaAddress kafka, String group, String topic, IntUnaryOperator weights, Listener listener) {
    this.kafka = kafka;
    this.group = group;
    this.topic = topic;
    this.plan = new WeightedAssignor.Plan(topic, weights);
    this.listener = listener;
    this.loop = new PollLoop("darkroom-group-" + group, this::open, this::poll, this::failed);
  }

  /**
   * Joins the group.
   *
   * @param weights the present work of each partition; called on the group's thread
   */
  public static PartitionGroup join(
      KafkaAddress kafka, String group, String topic, IntUnaryOperator weights, Listener listener) {
    PartitionGroup membership = new PartitionGroup(kafka, group, topic, weights, listener);
    membership.loop.start();
    return membership;
  }

  private void poll(KafkaConsumer<byte[], byte[]> member) {
    member.subscribe(List.of(topic), new Changes(member));
    while (loop.isOpen()) {
      member.poll(POLL);
      rebalanceIfUneven(member);
    }
  }

  private void failed(Throwable failure) {
    if (failure instanceof RuntimeException) {
      log.warn("group {}: failed, will join again: {}", group, failure.getMessage());
    } else {
      log.error("group {}: failed, will join again", group, failure);
    }
  }

  private void rebalanceIfUneven(KafkaConsumer<byte[], byte[]> member) {
    long now = System.nanoTime();
    if (now - lastRebalance > BETWEEN_REBALANCES.toNanos() && plan.isUneven()) {
      lastRebalance = now;
      member.enforceRebalance("the work has become uneven");
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.consumer(
        Map.of(
            "group.id",
            group,
            "group.protocol",
            "classic",
            "session.timeout.ms",
            6_000,
            "heartbeat.interval.ms",
            500,
            "max.poll.interval.ms",
            300_000,
            "partition.assignment.strategy",
            WeightedAssignor.class.getName(),
            WeightedAssignor.PLAN,
            plan,
            "auto.offset.reset",
            "latest"));
  }

  private final class Changes implements ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> member;

    Changes(KafkaConsumer<byte[], byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Followers read the records; here the partitions only represent work.
      member.pause(partitions);
      lastRebalance = System.nanoTime();
      if (!partitions.isEmpty()) {
        log.info("group {}: partitions assigned: {}", group, numbers(partitions));
        listener.gained(numbers(partitions));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        log.info("group {}: partitions revoked: {}", group, numbers(partitions));
        listener.lost(numbers(partitions));
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      log.warn("group {}: partitions lost: {}", group, numbers(partitions));
      listener.lost(numbers(partitions));
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    loop.close();
  }
}
