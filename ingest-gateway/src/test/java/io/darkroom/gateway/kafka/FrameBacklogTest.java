package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.testing.Broker;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Measures the backlog of a job that is down, with a real broker. */
class FrameBacklogTest {

  private static final String GROUP = "away";

  private final Topic frames = new Topics("backlog").frames();
  private final TopicPartition first = new TopicPartition(frames.name(), 0);

  @Test
  void measuresTheLagAndCountsFramesDeletedUnread() throws Exception {
    KafkaAddress kafka = new KafkaAddress(Broker.shared().address(), Map.of());
    try (Admin admin = Broker.shared().admin();
        FrameBacklog backlog =
            FrameBacklog.start(kafka, frames.name(), GROUP, Duration.ofMillis(200))) {
      admin
          .createTopics(
              List.of(new NewTopic(frames.name(), 2, (short) 1).configs(frames.settings())))
          .all()
          .get();
      publish(100);
      commit(admin, 30);

      await().until(() -> backlog.lagRecords().getOrDefault("0", 0.0) == 70);
      await().until(() -> backlog.lagSeconds().get("0") > 0.5);
      assertThat(backlog.lagSeconds().get("0")).isLessThan(600);
      assertThat(backlog.secondsLeft().get("0")).isBetween(1.0, 3600.0);
      assertThat(backlog.retentionSeconds()).containsOnlyKeys("0", "1");
      assertThat(backlog.lost()).containsEntry("0", 0.0).containsEntry("1", 0.0);

      admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(50))).all().get();
      await().until(() -> backlog.lost().get("0") == 20);

      commit(admin, 100);
      await().until(() -> backlog.lagRecords().get("0") == 0);
      assertThat(backlog.lost()).containsEntry("0", 20.0);
      assertThat(backlog.lagSeconds()).containsEntry("0", 0.0);
    }
  }

  private void publish(int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Broker.shared().address()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(frames.name(), 0, null, new byte[100]));
      }
    }
  }

  private void commit(Admin admin, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(GROUP, Map.of(first, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }
}
