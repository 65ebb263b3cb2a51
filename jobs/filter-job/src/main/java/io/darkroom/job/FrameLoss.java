package io.darkroom.job;

import io.darkroom.metric.JobMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts frames that Kafka deleted before the job read them. Frames are lost if a split starts
 * before the log does, or if a record follows a gap that the log no longer holds. A gap alone
 * proves no loss, because transaction markers use offsets too. The task's thread reports positions;
 * a background thread queries Kafka.
 */
final class FrameLoss implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrameLoss.class);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MAX_QUEUED_CHECKS = 1_000;

  private final Admin admin;
  private final String group;
  private final MetricGroup metrics;
  private final Map<TopicPartition, Long> expected = new HashMap<>();
  private final Map<TopicPartition, Counter> counters = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> countedUpTo = new HashMap<>();
  private final ExecutorService checks =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_QUEUED_CHECKS),
          task -> {
            Thread thread = new Thread(task, "darkroom-frame-loss");
            thread.setDaemon(true);
            return thread;
          });

  FrameLoss(Properties client, String group, MetricGroup metrics) {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.put("request.timeout.ms", TIMEOUT_MILLIS);
    settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    this.admin = Admin.create(settings);
    this.group = group;
    this.metrics = metrics;
  }

  /**
   * Called when reading of a partition starts.
   *
   * @param offset where reading starts, or one of {@code KafkaPartitionSplit}'s negative markers,
   *     which Kafka resolves
   */
  void started(TopicPartition partition, long offset) {
    counter(partition);
    if (offset >= 0) {
      expected.put(partition, offset);
      submit(() -> count(partition, offset, Long.MAX_VALUE));
      return;
    }
    expected.remove(partition);
    if (offset == KafkaPartitionSplit.COMMITTED_OFFSET) {
      submit(() -> countFromCommitted(partition));
    }
  }

  /** Called for each record that is read. */
  void read(TopicPartition partition, long offset) {
    Long next = expected.put(partition, offset + 1);
    if (next != null && offset > next) {
      submit(() -> count(partition, next, offset));
    }
  }

  private Counter counter(TopicPartition partition) {
    return counters.computeIfAbsent(
        partition,
        p ->
            metrics
                .addGroup("partition", Integer.toString(p.partition()))
                .counter(JobMetrics.FRAMES_LOST.name()));
  }

  private interface Check {
    void run() throws ExecutionException, InterruptedException;
  }

  private void submit(Check check) {
    try {
      checks.execute(() -> run(check));
    } catch (RejectedExecutionException e) {
      LOG.debug("lost frames: check skipped, {} checks are already queued", MAX_QUEUED_CHECKS);
    }
  }

  private static void run(Check check) {
    try {
      check.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("lost frames: check failed: {}", e.getMessage());
    }
  }

  private void countFromCommitted(TopicPartition partition)
      throws ExecutionException, InterruptedException {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    if (committed.get(partition) != null) {
      count(partition, committed.get(partition).offset(), Long.MAX_VALUE);
    }
  }

  /** Counts the offsets from {@code wanted} to {@code found} that Kafka has deleted. */
  private void count(TopicPartition partition, long wanted, long found)
      throws ExecutionException, InterruptedException {
    long oldest =
        admin
            .listOffsets(Map.of(partition, OffsetSpec.earliest()))
            .partitionResult(partition)
            .get()
            .offset();
    long from = Math.max(wanted, countedUpTo.getOrDefault(partition, 0L));
    long lost = Math.min(oldest, found) - from;
    if (lost > 0) {
      countedUpTo.put(partition, from + lost);
      counter(partition).inc(lost);
      LOG.warn(
          "{}: {} frames were deleted before they were read, from offset {} (expected: none)."
              + " Reading continues at the oldest remaining frame. Raise the topic's retention.",
          partition,
          lost,
          from);
    }
  }

  @Override
  public void close() {
    checks.shutdownNow();
    admin.close(Duration.ofSeconds(1));
  }
}
