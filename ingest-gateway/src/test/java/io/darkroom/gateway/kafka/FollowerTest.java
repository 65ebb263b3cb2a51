package io.darkroom.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicContent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Followers of a real topic survive every failure, and count missed records. */
@Tag("slow")
class FollowerTest {

  private final Broker broker = Broker.shared();
  private final String topic = "followed-" + UUID.randomUUID();
  private final GatewayMetrics metrics = new GatewayMetrics(10);
  private final List<String> read = new CopyOnWriteArrayList<>();
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void open() throws Exception {
    admin = broker.admin();
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
    admin.close();
  }

  private void append(int from, int until) {
    try {
      for (int i = from; i < until; i++) {
        byte[] value = Integer.toString(i).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private LogFollower follow(LogFollower.Listener listener) {
    LogFollower follower =
        LogFollower.start(
            new KafkaAddress(broker.address(), Map.of()),
            new Topic(topic, TopicContent.REJECTS, 1, Map.of()),
            LogFollower.Start.BEGINNING,
            metrics,
            listener);
    metrics.reads(topic);
    return follower;
  }

  private String shown(String series) {
    String line = "darkroom_gateway_%s{topic=\"%s\"} ".formatted(series, topic);
    return metrics
        .registry()
        .scrape()
        .lines()
        .filter(l -> l.startsWith(line))
        .map(l -> l.substring(line.length()))
        .findFirst()
        .orElseThrow();
  }

  private static String text(byte[] value) {
    return new String(value, UTF_8);
  }

  @Test
  void continuesAfterAnErrorWhereItWas() {
    append(0, 3);
    AtomicInteger failures = new AtomicInteger();
    try (LogFollower follower =
        follow(
            (message, live) -> {
              if (text(message.value()).equals("1") && failures.getAndIncrement() == 0) {
                throw new OutOfMemoryError("thrown by the test");
              }
              read.add(text(message.value()));
            })) {
      await().untilAsserted(() -> assertThat(read).containsExactly("0", "1", "2"));
      assertThat(follower.restarts()).isEqualTo(1);
      assertThat(follower.isFollowing()).isTrue();
      assertThat(shown("unreadable_records_total")).isEqualTo("0.0");
    }
  }

  @Test
  void skipsAndCountsARecordThatFailsTwice() {
    append(0, 3);
    try (LogFollower follower =
        follow(
            (message, live) -> {
              if (text(message.value()).equals("1")) {
                throw new StackOverflowError();
              }
              read.add(text(message.value()));
            })) {
      await().untilAsserted(() -> assertThat(read).containsExactly("0", "2"));
      assertThat(follower.restarts()).isEqualTo(1);
      assertThat(shown("unreadable_records_total")).isEqualTo("1.0");
    }
  }

  @Test
  void isNotFollowingWhileEveryAttemptFails() {
    append(0, 50);
    AtomicBoolean broken = new AtomicBoolean(true);
    try (LogFollower follower =
        follow(
            (message, live) -> {
              if (broken.get()) {
                throw new NoClassDefFoundError("thrown by the test");
              }
            })) {
      await().until(() -> !follower.isFollowing());
      broken.set(false);
      await().until(follower::isFollowing);
    }
  }

  @Test
  void countsDeletedRecordsAndContinuesWithTheOldestLeft() {
    append(0, 1);
    AtomicBoolean first = new AtomicBoolean(true);
    try (LogFollower follower =
        follow(
            (message, live) -> {
              if (first.getAndSet(false)) {
                append(1, 10);
                deleteBefore(8);
                // Discards prefetched records: the position is then before the oldest record.
                throw new OutOfMemoryError("thrown by the test");
              }
              read.add(text(message.value()));
            })) {
      await().untilAsserted(() -> assertThat(read).containsExactly("8", "9"));
      assertThat(shown("missed_records_total")).isEqualTo("8.0");
      append(10, 11);
      await().untilAsserted(() -> assertThat(read).containsExactly("8", "9", "10"));
      assertThat(shown("missed_records_total")).isEqualTo("8.0");
      assertThat(follower.isFollowing()).isTrue();
    }
  }

  private void deleteBefore(long offset) {
    try {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
