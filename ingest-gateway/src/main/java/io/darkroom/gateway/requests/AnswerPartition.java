package io.darkroom.gateway.requests;

import io.darkroom.gateway.kafka.Demand;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.kafka.PartitionGroup;
import io.darkroom.gateway.kafka.PartitionReader;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The partition of the topic {@code answers} that this gateway leases, so that it reads its own
 * answers only. The gateways of the same topics share the partitions as a consumer group. Until it
 * has a lease, and if there are more gateways than partitions, it shares one with another gateway.
 * After the lease has moved, the former partition is read as long as answers may arrive there.
 * Thread-safe. The creator closes its {@link #parts}.
 */
public final class AnswerPartition implements Demand, PartitionGroup.Listener {

  private final Duration longestRequest;
  private final int random = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
  private final ConcurrentSkipListSet<Integer> leased = new ConcurrentSkipListSet<>();
  private final Map<Integer, Long> lastUse = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final PartitionReader reader;
  private final PartitionGroup group;
  private volatile int wanted = -1;
  private volatile int current = -1;

  /**
   * Begins to read.
   *
   * @param feed receives the answers of the leased partition
   * @param longestRequest the time after which no answer is awaited any more
   */
  public AnswerPartition(
      KafkaAddress kafka,
      Topics topics,
      LogFollower.Listener feed,
      Duration longestRequest,
      GatewayMetrics metrics) {
    this.longestRequest = longestRequest;
    String topic = topics.answers().name();
    this.reader =
        new PartitionReader(kafka, topic, this, metrics, message -> feed.onRecord(message, true));
    reader.start();
    this.group = PartitionGroup.join(kafka, topics.prefix() + "-answers", topic, p -> 1, this);
  }

  /** Completes when answers can be received. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** The partition for the answer of a request that is sent now. */
  public int use() {
    int partition = current;
    lastUse.put(partition, System.nanoTime());
    return partition;
  }

  /** The reader of the leased partition. */
  public PartitionReader reader() {
    return reader;
  }

  @Override
  public void gained(Set<Integer> partitions) {
    leased.addAll(partitions);
    reader.changed();
  }

  @Override
  public void lost(Set<Integer> partitions) {
    leased.removeAll(partitions);
    reader.changed();
  }

  /** Called by the reader, which reads the returned partitions when {@link #moveTo} is called. */
  @Override
  public Set<Integer> partitions(int count) {
    int choice = choice(count);
    if (choice != wanted) {
      wanted = choice;
      reader.reading().thenRun(() -> moveTo(choice));
    }
    long now = System.nanoTime();
    lastUse.values().removeIf(used -> now - used > longestRequest.toNanos());
    Set<Integer> needed = new TreeSet<>(lastUse.keySet());
    needed.add(choice);
    if (current >= 0) {
      needed.add(current);
    }
    return needed;
  }

  /** Stays with a partition while it is leased. */
  private int choice(int count) {
    if (leased.contains(wanted)) {
      return wanted;
    }
    return leased.isEmpty() ? random % count : leased.first();
  }

  private void moveTo(int partition) {
    current = partition;
    ready.complete(null);
  }

  /** What the owner must close, in any order. */
  public List<AutoCloseable> parts() {
    return List.of(group, reader);
  }
}
