package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.FramePartitions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a stream's partition as the Java client's default partitioner does: murmur2 of the key,
 * modulo the topic's current number of partitions.
 */
record KafkaFramePartitions(JobConfig config) implements FramePartitions {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaFramePartitions.class);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int EVERY_SECONDS = 10;

  @Override
  public View open() {
    Properties settings = config.clientProperties();
    settings.put("client.id", config.groupId() + "-frame-partitions");
    settings.put("request.timeout.ms", TIMEOUT_MILLIS);
    settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    return new Count(Admin.create(settings), config.topics().frames().name());
  }

  /** Queries Kafka for the number of partitions periodically, on a background thread. */
  private static final class Count implements View {

    private final Admin admin;
    private final String topic;
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "darkroom-frame-partitions");
              thread.setDaemon(true);
              return thread;
            });

    private volatile int partitions;

    Count(Admin admin, String topic) {
      this.admin = admin;
      this.topic = topic;
      timer.scheduleWithFixedDelay(this::update, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void update() {
      try {
        partitions =
            admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | RuntimeException e) {
        LOG.debug("topic {}: cannot read its number of partitions", topic, e);
      }
    }

    @Override
    public int of(String streamId) {
      int count = partitions;
      return count == 0
          ? UNKNOWN
          : BuiltInPartitioner.partitionForKey(streamId.getBytes(UTF_8), count);
    }

    @Override
    public void close() {
      timer.shutdownNow();
      admin.close(Duration.ofSeconds(1));
    }
  }
}
