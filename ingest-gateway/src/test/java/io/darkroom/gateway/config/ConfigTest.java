package io.darkroom.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.DeviceReport;
import io.darkroom.v1.DeviceStatus;
import io.darkroom.v1.JobStatus;
import io.darkroom.v1.PluginStatus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ConfigTest {

  private static final byte[] WIDE = Darkroom.image("png", 101, 10);

  @TempDir private static Path work;

  private static Darkroom darkroom;

  @BeforeAll
  static void start() throws Exception {
    Path videos = Files.createDirectory(work.resolve("videos"));
    Path images = Files.createDirectories(work.resolve("images"));
    Path below = Files.createDirectories(images.resolve("set/a b"));
    Footage.h264File(videos.resolve("clip.mp4"), "80x60", 10, 1);
    Files.write(images.resolve("one.png"), Darkroom.PNG);
    Files.write(images.resolve("picture"), Darkroom.JPEG);
    Files.write(images.resolve("too wide.png"), WIDE);
    Files.write(below.resolve("two.jpg"), Darkroom.image("jpg", 100, 50));
    Files.writeString(images.resolve("notes.jpg"), "no image");
    Files.write(images.resolve(".hidden.png"), Darkroom.PNG);
    Files.write(work.resolve("outside.png"), Darkroom.PNG);
    Files.createSymbolicLink(images.resolve("link.png"), work.resolve("outside.png"));
    Files.createSymbolicLink(images.resolve("linked"), below);
    LibraryConfig library = new LibraryConfig(videos, images, 1 << 20);
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(SourceConfig.DEFAULT, library));
    darkroom.startJob();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  @Test
  void listsImagesByTheirContent() {
    JsonNode images = darkroom.json("/v1/images").path("images");
    assertThat(images.findValuesAsText("imageId"))
        .containsExactly("one.png", "picture", "set~a b~two.jpg", "too wide.png");
    JsonNode two = images.path(2);
    assertThat(two.path("name").asText()).isEqualTo("two.jpg");
    assertThat(two.path("widthPx").asInt()).isEqualTo(100);
    assertThat(two.path("heightPx").asInt()).isEqualTo(50);
    assertThat(two.path("encoding").asText()).isEqualTo("jpeg");
    assertThat(images.path(0).path("sizeBytes").asInt()).isEqualTo(Darkroom.PNG.length);
    assertThat(darkroom.get(two.path("path").asText()).body())
        .isEqualTo(Darkroom.image("jpg", 100, 50));
  }

  @Test
  void answersNotModifiedIfTheEtagMatches() throws Exception {
    HttpResponse<byte[]> image = darkroom.get("/v1/images/one.png");
    assertThat(image.headers().firstValue("content-type")).hasValue("image/png");
    String tag = image.headers().firstValue("etag").orElseThrow();
    HttpRequest again =
        HttpRequest.newBuilder(darkroom.uri("/v1/images/one.png"))
            .header("if-none-match", tag)
            .build();
    HttpResponse<byte[]> same = darkroom.client.send(again, BodyHandlers.ofByteArray());
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.headers().firstValue("etag")).hasValue(tag);
  }

  @Test
  void scalesPreviews() throws Exception {
    HttpResponse<byte[]> preview = darkroom.get("/v1/images/set~a%20b~two.jpg/preview");
    assertThat(preview.headers().firstValue("content-type")).hasValue("image/jpeg");
    BufferedImage small = ImageIO.read(new ByteArrayInputStream(preview.body()));
    assertThat(small.getWidth()).isEqualTo(100);
    assertThat(small.getHeight()).isEqualTo(50);
    assertThat(darkroom.get("/v1/images/too%20wide.png/preview").statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.png",
        "notes.jpg",
        ".hidden.png",
        "link.png",
        "linked~two.jpg",
        "..~outside.png",
        "~etc~passwd",
        "set~..~..~outside.png",
        "set",
        "%00",
        "..%2foutside.png"
      })
  void servesNothingElse(String id) {
    assertThat(darkroom.get("/v1/images/" + id).statusCode()).isIn(400, 404);
  }

  @Test
  void listsEveryInput() {
    darkroom.post("/v1/streams/door/frames", "image/jpeg", Darkroom.JPEG);
    await()
        .until(
            () -> darkroom.json("/v1/config/inputs").findValuesAsText("inputId").contains("door"));
    JsonNode inputs = darkroom.json("/v1/config/inputs").path("inputs");
    assertThat(inputs)
        .filteredOn(input -> !input.path("type").asText().equals("camera"))
        .extracting(input -> input.path("type").asText() + " " + input.path("uri").asText())
        .containsExactly(
            "stream ", "video video:clip.mp4", "images images:.", "images images:set/a b");
  }

  @Test
  void listsEndpointsAndLimits() {
    JsonNode config = darkroom.json("/v1/config/streams");
    assertThat(config.path("endpoints").findValuesAsText("type"))
        .contains("publish", "watch_stream", "watch_pipeline");
    assertThat(config.at("/limits/maxUploadBytes").asLong()).isEqualTo(1 << 20);
    assertThat(config.at("/limits/maxImageSidePx").asInt()).isEqualTo(100);
    assertThat(config.at("/limits/requestDeadlineMillis").asInt()).isEqualTo(2000);
  }

  @Test
  void listsTools() {
    JsonNode categories = darkroom.json("/v1/config/tools").path("categories");
    assertThat(categories.findValuesAsText("url"))
        .contains("/", "/docs/", "/openapi.json", "/metrics");
  }

  @Test
  void showsTheVersionsOfItsComponents() {
    JsonNode info = darkroom.json("/v1/system");
    assertThat(info.path("version").asText()).isNotEmpty();
    assertThat(info.path("commit").asText()).matches("([0-9a-f]{40})?");
    assertThat(info.path("components").path("java").asText()).startsWith("17");
    assertThat(info.path("components").path("ffmpeg").asText()).startsWith("8.");
    assertThat(info.path("components").path("kafka-clients").asText()).matches("\\d+\\.\\d+\\..*");
    assertThat(info.path("components").path("armeria").asText()).startsWith("1.");
    assertThat(Instant.parse(info.path("startedAt").asText())).isBefore(Instant.now());
  }

  @Test
  void showsThatNoJobHasRun() throws Exception {
    try (Darkroom idle = Darkroom.withoutJob(Broker.shared())) {
      JsonNode info = idle.json("/v1/system");
      assertThat(info.path("jobState").asText()).isEqualTo("unknown");
      assertThat(info.has("framesBehind")).isFalse();
      assertThat(healthOf(info, "kafka").path("state").asText()).isEqualTo("up");
      assertThat(healthOf(info, "job").path("state").asText()).isEqualTo("down");
      assertThat(healthOf(info, "job").path("message").asText()).startsWith("no catalogue");
    }
  }

  private static JsonNode healthOf(JsonNode info, String name) {
    for (JsonNode dependency : info.path("health")) {
      if (dependency.path("name").asText().equals(name)) {
        return dependency;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void showsWhatIsInUseAndItsLimit() {
    JsonNode before = darkroom.json("/v1/system");
    assertThat(before.at("/limits/watchers").asInt()).isEqualTo(1000);
    assertThat(before.at("/limits/presets").asInt()).isEqualTo(1000);
    int watchers = before.at("/inUse/watchers").asInt(-1);
    try (TestSocket watch = darkroom.socket("/v1/streams/used/frames")) {
      assertThat(watch.nextJson().has("hello")).isTrue();
      JsonNode info = darkroom.json("/v1/system");
      assertThat(info.at("/inUse/watchers").asInt()).isEqualTo(watchers + 1);
      assertThat(info.at("/inUse/connections").asInt()).isPositive();
    }
  }

  @Test
  void showsThePluginsAndDevicesOfTheJobAndHowFarItIsBehind() throws Exception {
    try (Darkroom working = Darkroom.withoutJob(Broker.shared());
        KafkaProducer<byte[], byte[]> producer = working.producer();
        Admin admin = working.broker.admin()) {
      String frames = working.topics.frames().name();
      for (int i = 0; i < 7; i++) {
        producer.send(new ProducerRecord<>(frames, 0, null, Darkroom.JPEG)).get();
      }
      TopicPartition first = new TopicPartition(frames, 0);
      String group = TelemetryConfig.JOB_GROUP_ID;
      admin.alterConsumerGroupOffsets(group, Map.of(first, new OffsetAndMetadata(2))).all().get();
      Catalog catalog =
          Catalog.newBuilder()
              .addPlugins(PluginStatus.newBuilder().setJar("a.jar").setProblem("too old"))
              .setJob(
                  JobStatus.newBuilder()
                      .addDeviceStatus(
                          DeviceStatus.newBuilder().setName("GPU").setUtilizationPercent(0)))
              .build();
      Catalog ofAnotherProcess =
          Catalog.newBuilder()
              .setDevices(
                  DeviceReport.newBuilder()
                      .setGroup(group)
                      .addDevices(DeviceStatus.newBuilder().setUuid("2").setPowerWatts(70)))
              .build();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                publish(producer, working, group, catalog);
                publish(producer, working, group + "/1", ofAnotherProcess);
                JsonNode info = working.json("/v1/system");
                assertThat(info.path("framesBehind").asInt(-1)).isEqualTo(5);
                assertThat(info.at("/plugins/0/problem").asText()).isEqualTo("too old");
                JsonNode device = info.at("/job/deviceStatus/0");
                assertThat(device.path("utilizationPercent").asDouble(-1)).isZero();
                assertThat(device.has("powerWatts")).isFalse();
                assertThat(info.at("/job/deviceStatus/1/powerWatts").asInt()).isEqualTo(70);
              });
    }
  }

  private static void publish(
      KafkaProducer<byte[], byte[]> producer, Darkroom to, String key, Catalog catalog)
      throws Exception {
    String topic = to.topics.catalog().name();
    producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), catalog.toByteArray())).get();
  }

  @Test
  void showsWhetherTheJobRuns() throws Exception {
    try (Darkroom working = Darkroom.start()) {
      JsonNode info = working.json("/v1/system");
      assertThat(info.path("jobState").asText()).isEqualTo("running");
      assertThat(info.path("job").path("jobId").asText()).isNotEmpty();
    }
  }
}
