package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.telemetry.health.Dependency;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every second that Kafka answers and has the topics, so that calls during an outage fail at
 * once instead of waiting for a timeout. Runs on its own thread; results may be read by any. Closed
 * by its owner.
 */
public final class KafkaHealth implements AutoCloseable {

  private static final int PROBE_TIMEOUT_MILLIS = 2_000;
  private static final int BROKER_TIMEOUT_MILLIS = 800;
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration DISK_PERIOD = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(KafkaHealth.class);

  private final AtomicBoolean due = new AtomicBoolean();
  private final Dependency brokers = new Dependency("kafka");
  private final Dependency topics = new Dependency("topics");
  private final String address;
  private final List<String> names;
  private final Admin admin;
  private final KafkaDisks disks;
  private final ScheduledExecutorService probes =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-kafka-health");
            thread.setDaemon(true);
            return thread;
          });

  private KafkaHealth(KafkaAddress kafka, Topics topics) {
    this.address = kafka.bootstrapServers();
    this.names = topics.all().stream().map(Topic::name).toList();
    this.admin = kafka.admin(PROBE_TIMEOUT_MILLIS, BROKER_TIMEOUT_MILLIS);
    this.disks = new KafkaDisks(admin);
  }

  /** Starts in state up, since {@link TopicSetup} has just succeeded. */
  public static KafkaHealth start(KafkaAddress kafka, Topics topics) {
    KafkaHealth health = new KafkaHealth(kafka, topics);
    health.brokers.up(Duration.ZERO);
    health.topics.up(Duration.ZERO);
    health.probes.scheduleWithFixedDelay(
        new Recurring("kafka probe", health::probe),
        PERIOD.toMillis(),
        PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
    health.probes.scheduleWithFixedDelay(
        new Recurring("kafka disks", health.disks::refresh),
        0,
        DISK_PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
    return health;
  }

  /** How full the brokers' disks are. */
  public KafkaDisks disks() {
    return disks;
  }

  /** The health of the brokers. */
  public Dependency brokers() {
    return brokers;
  }

  /** The health of the topics: up if all exist. */
  public Dependency topics() {
    return topics;
  }

  /** Throws {@code UNAVAILABLE} during an outage. */
  public void requireUp() {
    if (!brokers.isUp()) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "kafka: %s does not answer (expected: a broker). Try again in a moment."
              .formatted(address));
    }
  }

  /**
   * Probes at once, because a client did not reach a broker. The state changes only if no broker
   * answers the probe.
   */
  void probeSoon() {
    if (!due.compareAndSet(false, true)) {
      return;
    }
    try {
      probes.execute(
          () -> {
            due.set(false);
            probe();
          });
    } catch (RejectedExecutionException e) {
      log.debug("kafka: not probed, since the gateway is closing");
    }
  }

  private void probe() {
    long startNanos = System.nanoTime();
    try {
      admin.describeTopics(names).allTopicNames().get();
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      brokers.up(took);
      topics.up(took);
    } catch (ExecutionException e) {
      record(e.getCause(), startNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      record(e, startNanos);
    }
  }

  private void record(Throwable cause, long startNanos) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      brokers.up(Duration.ofNanos(System.nanoTime() - startNanos));
      topics.down(cause.getMessage());
    } else if (disks.anyBrokerAnswers(BROKER_TIMEOUT_MILLIS)) {
      log.warn("kafka: one broker does not answer, another does: {}", cause.getMessage());
      brokers.up(Duration.ofNanos(System.nanoTime() - startNanos));
    } else {
      brokers.down(cause.getMessage());
    }
  }

  @Override
  public void close() {
    probes.shutdownNow();
    admin.close(Duration.ofMillis(500));
  }
}
