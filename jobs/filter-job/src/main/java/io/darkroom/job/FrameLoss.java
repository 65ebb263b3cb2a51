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
 * Counts frames that Kafka deleted before the job read them: where a split begins before the log
 * does, and where a record comes after a gap that the log does not hold any more. Gaps alone tell
 * nothing, since the markers of transactions have offsets too. The task's thread tells, a thread of
 * its own asks Kafka. Closed by who opened it.
 */
final class FrameLoss implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrameLoss.class);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MOST_QUESTIONS = 1_000;

  private final Admin admin;
  private final String group;
  private final MetricGroup metrics;
  private final Map<TopicPartition, Long> expected = new HashMap<>();
  private final Map<TopicPartition, Counter> counters = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> countedUpTo = new HashMap<>();
  private final ExecutorService questions =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_QUESTIONS),
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
   * A partition is read from now on, or from a place that Kafka knows, such as its oldest record.
   */
  void begins(TopicPartition partition, long offset) {
    counter(partition);
    if (offset >= 0) {
      expected.put(partition, offset);
      ask(() -> count(partition, offset, Long.MAX_VALUE));
      return;
    }
    expected.remove(partition);
    if (offset == KafkaPartitionSplit.COMMITTED_OFFSET) {
      ask(() -> countFromCommitted(partition));
    }
  }

  /** A record was read. */
  void read(TopicPartition partition, long offset) {
    Long next = expected.put(partition, offset + 1);
    if (next != null && offset > next) {
      ask(() -> count(partition, next, offset));
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

  private interface Question {
    void ask() throws ExecutionException, InterruptedException;
  }

  private void ask(Question question) {
    try {
      questions.execute(() -> answer(question));
    } catch (RejectedExecutionException e) {
      LOG.debug("frames deleted unread: not looked for: too many gaps at once");
    }
  }

  private static void answer(Question question) {
    try {
      question.ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("frames deleted unread: not known: {}", e.getMessage());
    }
  }

  private void countFromCommitted(TopicPartition partition)
      throws ExecutionException, InterruptedException {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    if (committed.get(partition) != null) {
      count(partition, committed.get(partition).offset(), Long.MAX_VALUE);
    }
  }

  private void count(TopicPartition partition, long wanted, long found)
      throws ExecutionException, InterruptedException {
    long kept =
        admin
            .listOffsets(Map.of(partition, OffsetSpec.earliest()))
            .partitionResult(partition)
            .get()
            .offset();
    long from = Math.max(wanted, countedUpTo.getOrDefault(partition, 0L));
    long lost = Math.min(kept, found) - from;
    if (lost > 0) {
      countedUpTo.put(partition, from + lost);
      counter(partition).inc(lost);
      LOG.warn(
          "{}: {} frames were deleted before they were read, from offset {} (expected: none)."
              + " Reading goes on with the oldest that is kept. Raise the topic's retention.",
          partition,
          lost,
          from);
    }
  }

  @Override
  public void close() {
    questions.shutdownNow();
    admin.close(Duration.ofSeconds(1));
  }
}
