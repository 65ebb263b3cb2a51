package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.TopicPartitions;
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
 * Computes a key's partition as the Java client's default partitioner does: murmur2 of the key,
 * modulo the topic's current number of partitions.
 */
record KafkaTopicPartitions(JobConfig config, String topic) implements TopicPartitions {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicPartitions.class);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int EVERY_SECONDS = 2;

  @Override
  public View open() {
    Properties settings = config.clientProperties();
    settings.put("client.id", config.groupId() + "-partitions-of-" + topic);
    settings.put("request.timeout.ms", TIMEOUT_MILLIS);
    settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    return new Count(Admin.create(settings), topic);
  }

  /** Queries Kafka for the number of partitions: once, then periodically in the background. */
  private static final class Count implements View {

    private final Admin admin;
    private final String topic;
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "darkroom-partitions");
              thread.setDaemon(true);
              return thread;
            });

    private volatile int partitions;

    Count(Admin admin, String topic) {
      this.admin = admin;
      this.topic = topic;
      update();
      timer.scheduleWithFixedDelay(this::update, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
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
    public int count() {
      return partitions;
    }

    @Override
    public int of(String key) {
      int count = partitions;
      return count == 0 ? UNKNOWN : BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), count);
    }

    @Override
    public void close() {
      timer.shutdownNow();
      admin.close(Duration.ofSeconds(1));
    }
  }
}
