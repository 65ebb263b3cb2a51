package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.topic.FrameRetention;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("slow")
class TopicSetupTest {

  private static TopicSize size(int partitions, int replicas) {
    return new TopicSize(OptionalInt.of(partitions), OptionalInt.of(replicas));
  }

  private static void ensure(Broker broker, Topics topics, TopicSize size) {
    new TopicSetup(new KafkaAddress(broker.address(), Map.of()), topics, size).ensure();
  }

  private static Topics newTopics() {
    return Darkroom.config(Broker.shared()).topics();
  }

  private static TopicDescription describe(Broker broker, Topic topic) throws Exception {
    try (Admin admin = broker.admin()) {
      return admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
    }
  }

  private static String setting(Broker broker, Topic topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    try (Admin admin = broker.admin()) {
      Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      return config.get(key).value();
    }
  }

  private static List<String> warningsOf(Runnable start) {
    Logger log = (Logger) LoggerFactory.getLogger(TopicSetup.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      start.run();
    } finally {
      log.detachAppender(lines);
    }
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void createsTopicsAsAsked() throws Exception {
    String prefix = newTopics().prefix();
    Topics topics = new Topics(prefix, new FrameRetention(Duration.ofMinutes(5), 100L << 20));
    ensure(Broker.shared(), topics, size(12, 1));

    for (Topic topic : topics.growing()) {
      assertThat(describe(Broker.shared(), topic).partitions()).hasSize(12);
    }
    assertThat(describe(Broker.shared(), topics.pipelines()).partitions()).hasSize(1);
    assertThat(setting(Broker.shared(), topics.frames(), "retention.ms")).isEqualTo("300000");
    assertThat(setting(Broker.shared(), topics.frames(), "retention.bytes"))
        .isEqualTo(Long.toString(100L << 20));
  }

  @Test
  void usesTheDefaultsOfOneMachineOnOneBrokerAndOfAClusterOnThree() throws Exception {
    Topics topics = newTopics();
    ensure(Broker.shared(), topics, TopicSize.DEFAULT);
    assertThat(describe(Broker.shared(), topics.frames()).partitions()).hasSize(8);
    try (Broker cluster = Broker.cluster()) {
      ensure(cluster, topics, TopicSize.DEFAULT);
      TopicDescription frames = describe(cluster, topics.frames());
      assertThat(frames.partitions())
          .hasSize(32)
          .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
      assertThat(setting(cluster, topics.frames(), "min.insync.replicas")).isEqualTo("2");
      assertThat(setting(cluster, topics.settings(), "min.insync.replicas")).isEqualTo("2");
    }
  }

  @Test
  void warnsOnceAboutTopicsWithFewerPartitionsThanAskedAndLeavesThem() throws Exception {
    Topics topics = newTopics();
    ensure(Broker.shared(), topics, size(4, 1));
    List<String> warnings = warningsOf(() -> ensure(Broker.shared(), topics, size(16, 1)));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains(topics.frames().name(), topics.rejects().name())
        .doesNotContain(topics.pipelines().name())
        .endsWith(
            "kafka-topics.sh --bootstrap-server %s --alter --topic TOPIC --partitions 16"
                .formatted(Broker.shared().address()));
    assertThat(describe(Broker.shared(), topics.frames()).partitions()).hasSize(4);
  }

  @Test
  void saysNothingAboutTopicsWithMorePartitionsOrIfNoNumberIsGiven() {
    Topics topics = newTopics();
    ensure(Broker.shared(), topics, size(4, 1));
    assertThat(warningsOf(() -> ensure(Broker.shared(), topics, size(2, 1)))).isEmpty();
    assertThat(warningsOf(() -> ensure(Broker.shared(), topics, TopicSize.DEFAULT))).isEmpty();
  }

  @Test
  void warnsAboutTopicsWithFewerReplicasThanAsked() {
    Topics topics = newTopics();
    ensure(Broker.shared(), topics, TopicSize.DEFAULT);
    assertThat(warningsOf(() -> ensure(Broker.shared(), topics, size(8, 3))))
        .singleElement()
        .asString()
        .contains("fewer replicas than --replication-factor (expected: 3)")
        .contains("kafka-topics.sh", "kafka-reassign-partitions.sh");
  }

  @Test
  void namesTheOptionIfThereAreTooFewBrokers() {
    assertThatThrownBy(() -> ensure(Broker.shared(), newTopics(), size(8, 3)))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageStartingWith(
            "--replication-factor: 3 (expected: at most the number of brokers that run).");
  }
}
