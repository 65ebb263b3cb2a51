package io.darkroom.gateway.kafka;

import io.darkroom.gateway.kafka.PartitionBacklog.Retention;
import io.darkroom.gateway.kafka.PartitionBacklog.Snapshot;
import io.darkroom.gateway.kafka.PartitionBacklog.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long the frames that the job has not read are still kept, and how many were deleted
 * unread. Compares the job's committed positions with the log and the topic's retention every few
 * seconds. Runs on its own thread; results may be read by any. Closed by its owner.
 */
public final class FrameBacklog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FrameBacklog.class);

  /** The time between measurements; longer than the job's checkpoint interval. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

  private final Admin admin;
  private final String topic;
  private final String group;
  private final AppendTimes times;
  private final Map<Integer, PartitionBacklog> partitions = new TreeMap<>();
  private final Map<Integer, Long> firstStarts = new HashMap<>();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-frame-backlog");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Map<String, State> states = Map.of();
  private volatile Map<String, Double> lost = Map.of();

  private FrameBacklog(Admin admin, String topic, String group) {
    this.admin = admin;
    this.topic = topic;
    this.group = group;
    this.times = new AppendTimes(admin);
  }

  /**
   * Starts to measure.
   *
   * @param group the job's consumer group
   * @param period time between measurements
   */
  public static FrameBacklog start(
      KafkaAddress kafka, String topic, String group, Duration period) {
    FrameBacklog backlog = new FrameBacklog(kafka.admin(TIMEOUT_MILLIS), topic, group);
    backlog.scheduler.scheduleWithFixedDelay(
        backlog::tryMeasure, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    return backlog;
  }

  public Map<String, Double> retentionSeconds() {
    return each(State::retentionSeconds);
  }

  public Map<String, Double> secondsLeft() {
    return each(State::secondsLeft);
  }

  public Map<String, Double> lagRecords() {
    return each(State::lagRecords);
  }

  public Map<String, Double> lagSeconds() {
    return each(State::lagSeconds);
  }

  /** Frames deleted unread, by partition; contains all partitions after the first measurement. */
  public Map<String, Double> lost() {
    return lost;
  }

  private Map<String, Double> each(ToDoubleFunction<State> value) {
    Map<String, Double> each = new TreeMap<>();
    states.forEach((partition, state) -> each.put(partition, value.applyAsDouble(state)));
    return each;
  }

  private void tryMeasure() {
    try {
      measure(System.currentTimeMillis(), System.nanoTime());
    } catch (ExecutionException | RuntimeException e) {
      states = Map.of();
      log.debug("backlog of the job unknown: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the log before the job's positions: commits in between can only lower the lag. */
  private void measure(long nowMillis, long nowNanos)
      throws ExecutionException, InterruptedException {
    TopicDescription described =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    Retention retention = retention();
    Map<Integer, Long> bytes = bytes(described);
    Map<Integer, Long> starts = offsets(described, OffsetSpec.earliest());
    Map<Integer, Long> ends = offsets(described, OffsetSpec.latest());
    starts.forEach(firstStarts::putIfAbsent);
    starts.keySet().forEach(p -> partitions.computeIfAbsent(p, any -> new PartitionBacklog()));
    Map<Integer, Long> committed = committed();
    if (committed.isEmpty()) {
      states = Map.of();
      showLost();
      return;
    }
    Map<Integer, Snapshot> found = new TreeMap<>();
    starts.forEach(
        (p, start) ->
            found.put(
                p,
                new Snapshot(
                    start,
                    ends.get(p),
                    committed.getOrDefault(p, firstStarts.get(p)),
                    bytes.getOrDefault(p, 0L))));
    evaluate(found, retention, nowMillis, nowNanos);
  }

  private void evaluate(
      Map<Integer, Snapshot> snapshots, Retention retention, long nowMillis, long nowNanos)
      throws ExecutionException, InterruptedException {
    long kept = retention.millis() < 0 ? WEEK_MILLIS : retention.millis();
    Map<TopicPartition, Long> oldest = new HashMap<>();
    snapshots.forEach(
        (p, snapshot) -> {
          if (snapshot.unread() > 0) {
            oldest.put(
                new TopicPartition(topic, p), Math.max(snapshot.start(), snapshot.committed()));
          }
        });
    Map<TopicPartition, Long> appended = times.of(oldest, nowMillis - 2 * kept, nowMillis);
    Map<String, State> evaluated = new TreeMap<>();
    snapshots.forEach(
        (p, snapshot) -> {
          Long since = appended.get(new TopicPartition(topic, p));
          double age = since == null ? 0 : Math.max(0, nowMillis - since) / 1e3;
          evaluated.put(p.toString(), partitions.get(p).next(snapshot, retention, age, nowNanos));
        });
    states = evaluated;
    showLost();
  }

  private void showLost() {
    Map<String, Double> shown = new TreeMap<>();
    partitions.forEach((p, backlog) -> shown.put(p.toString(), (double) backlog.lost()));
    shown.forEach(
        (p, frames) -> {
          double more = frames - lost.getOrDefault(p, 0.0);
          if (more > 0) {
            log.warn(
                "topic {} partition {}: {} frames deleted that {} had not read",
                topic,
                p,
                (long) more,
                group);
          }
        });
    lost = shown;
  }

  private Retention retention() throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var settings = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    return new Retention(
        Long.parseLong(settings.get("retention.ms").value()),
        Long.parseLong(settings.get("retention.bytes").value()));
  }

  private Map<Integer, Long> offsets(TopicDescription described, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    described.partitions().forEach(p -> asked.put(new TopicPartition(topic, p.partition()), spec));
    Map<Integer, Long> offsets = new TreeMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
    Map<Integer, Long> committed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> all =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    all.forEach(
        (partition, offset) -> {
          if (partition.topic().equals(topic) && offset != null) {
            committed.put(partition.partition(), offset.offset());
          }
        });
    return committed;
  }

  /** The size of each partition at its leader; empty if unknown. */
  private Map<Integer, Long> bytes(TopicDescription described) throws InterruptedException {
    Map<Integer, Integer> leaders = new HashMap<>();
    described
        .partitions()
        .forEach(
            p ->
                leaders.put(
                    p.partition(), p.leader() == null ? Node.noNode().id() : p.leader().id()));
    Map<Integer, Long> bytes = new HashMap<>();
    try {
      Map<Integer, Map<String, LogDirDescription>> found =
          admin.describeLogDirs(Set.copyOf(leaders.values())).allDescriptions().get();
      leaders.forEach(
          (partition, leader) ->
              found
                  .getOrDefault(leader, Map.of())
                  .values()
                  .forEach(folder -> add(bytes, partition, folder)));
    } catch (ExecutionException e) {
      log.debug("topic {}: sizes unknown: {}", topic, e.getMessage());
    }
    return bytes;
  }

  private void add(Map<Integer, Long> bytes, int partition, LogDirDescription folder) {
    var replica = folder.replicaInfos().get(new TopicPartition(topic, partition));
    if (replica != null && !replica.isFuture()) {
      bytes.put(partition, replica.size());
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    admin.close(Duration.ofMillis(500));
  }
}
