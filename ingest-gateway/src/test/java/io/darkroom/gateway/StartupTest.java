package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.GatewayOptions;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("slow")
class StartupTest {

  private static void create(Topic topic, int partitions, Map<String, String> changes)
      throws Exception {
    Map<String, String> settings = new HashMap<>(topic.settings());
    settings.putAll(changes);
    try (Admin admin = Broker.shared().admin()) {
      admin
          .createTopics(
              List.of(new NewTopic(topic.name(), partitions, (short) 1).configs(settings)))
          .all()
          .get();
    }
  }

  @Test
  void reportsEveryWrongSettingOfTopics() throws Exception {
    GatewayConfig config = Darkroom.config(Broker.shared());
    Topics topics = config.topics();
    create(topics.frames(), 3, Map.of("message.timestamp.type", "CreateTime"));
    create(topics.processed(), 8, Map.of("max.message.bytes", "1000"));
    create(topics.pipelines(), 2, Map.of());
    create(topics.catalog(), 1, Map.of("cleanup.policy", "delete"));

    assertThatThrownBy(() -> Gateway.start(config))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining(
            "topic %s, message.timestamp.type: CreateTime (expected: LogAppendTime)."
                .formatted(topics.frames().name()))
        .hasMessageContaining(
            "topic %s, max.message.bytes: 1000 (expected: at least %d)."
                .formatted(topics.processed().name(), Topics.MAX_RECORD_BYTES))
        .hasMessageContaining(
            "topic %s, partitions: 2 (expected: 1).".formatted(topics.pipelines().name()))
        .hasMessageContaining(
            "topic %s, cleanup.policy: delete (expected: compact)."
                .formatted(topics.catalog().name()))
        .hasMessageNotContaining("partitions: 3");
  }

  @Test
  void keepsPipelinesAcrossRestarts() throws Exception {
    GatewayConfig config = Darkroom.config(Broker.shared());
    try (Darkroom first = Darkroom.of(config)) {
      first.putPipeline("kept", "cam", "");
      first.putPipeline("dropped", "cam", "");
      assertThat(first.delete("/v1/pipelines/dropped").statusCode()).isEqualTo(200);
    }
    try (Darkroom second = Darkroom.of(config)) {
      assertThat(second.json("/v1/pipelines").path("pipelines").findValuesAsText("pipelineId"))
          .containsExactly("kept");
    }
  }

  @Test
  void reportsThatThePortIsTaken() throws Exception {
    try (Darkroom first = Darkroom.withoutJob(Broker.shared())) {
      GatewayConfig second =
          new GatewayConfig(
              "localhost",
              first.gateway.port(),
              Broker.shared().address(),
              Map.of(),
              first.topics,
              Duration.ofSeconds(1),
              1,
              ImageLimits.DEFAULT,
              AccessConfig.DEFAULT,
              Duration.ofSeconds(1),
              TopicSize.DEFAULT,
              SourceConfig.DEFAULT,
              LibraryConfig.DEFAULT,
              TelemetryConfig.DEFAULT,
              Map.of());
      assertThatThrownBy(() -> Gateway.start(second))
          .isInstanceOf(DarkroomException.class)
          .hasMessageStartingWith("port: " + first.gateway.port());
    }
  }

  @Test
  void optionsHaveTheDefaultsOfTheConfig() {
    GatewayOptions options = new GatewayOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs();
    assertThat(options.toConfig()).isEqualTo(GatewayConfig.of("localhost:9092", "localhost", 8080));
  }

  @Test
  void exitsWithAMessageOnInvalidOptions() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Main.run(
                  Map.of("DARKROOM_MAX_IMAGE_SIDE", "0"),
                  "--port",
                  "70000",
                  "--max-image-pixels",
                  "0",
                  "--partitions",
                  "1001",
                  "--replication-factor",
                  "0",
                  "--frame-retention",
                  "PT1S",
                  "--frame-retention-bytes",
                  "1"))
          .isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("--port: 70000 (expected: 0 to 65535)")
        .contains("--max-image-pixels: 0 (expected: 1 to 4294836225)")
        .contains("--partitions: 1001 (expected: 1 to 1000)")
        .contains("--replication-factor: 0 (expected: 1 to 100)")
        .contains("--frame-retention: PT1S (expected: PT1M to PT8760H)")
        .contains("--frame-retention-bytes: 1 (expected: at least 67108864)")
        .contains("--max-image-side: 0 (expected: 1 to 65535)");
  }
}
