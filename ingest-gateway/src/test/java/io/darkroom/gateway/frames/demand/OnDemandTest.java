package io.darkroom.gateway.frames.demand;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.PipelineDemand;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a gateway reports of the use of on-demand pipelines, and how it serves idle ones. */
@Tag("slow")
class OnDemandTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static Darkroom darkroom;
  private static KafkaProducer<byte[], byte[]> producer;

  private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
  private final List<PipelineDemand> reports = new ArrayList<>();
  private KafkaConsumer<byte[], byte[]> consumer;
  private volatile byte[] picture = Darkroom.JPEG;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    producer = darkroom.producer();
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    darkroom.close();
  }

  @BeforeEach
  void follow() {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Broker.shared().address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition demand = new TopicPartition(darkroom.topics.pipelineDemand().name(), 0);
    consumer.assign(List.of(demand));
    consumer.seekToEnd(List.of(demand));
    consumer.position(demand);
  }

  @AfterEach
  void close() {
    camera.shutdownNow();
    consumer.close();
  }

  private void awaitReport(Predicate<PipelineDemand> wanted) {
    await().atMost(TIMEOUT).until(() -> newReports().stream().anyMatch(wanted));
  }

  private List<PipelineDemand> newReports() throws Exception {
    List<PipelineDemand> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
      found.add(PipelineDemand.parseFrom(record.value()));
    }
    reports.addAll(found);
    return found;
  }

  private static void putPipeline(String id, boolean onDemand) {
    String body = "{\"streamId\":\"%s\",\"chain\":\"\",\"onDemand\":%b}".formatted(id, onDemand);
    assertThat(darkroom.put("/v1/pipelines/" + id, body).statusCode()).isEqualTo(200);
  }

  private void film(String streamId) {
    camera.scheduleAtFixedRate(() -> publish(streamId), 0, 50, TimeUnit.MILLISECONDS);
  }

  private void publish(String streamId) {
    producer.send(
        new ProducerRecord<>(darkroom.topics.frames().name(), streamId.getBytes(UTF_8), picture));
  }

  private static JsonNode status(String id) {
    return darkroom.json("/v1/streams/" + id).at("/pipelines/0");
  }

  private static void awaitIdle(String id) {
    await().atMost(TIMEOUT).until(() -> status(id).path("idle").asBoolean());
  }

  @Test
  void reportsAPipelineFromItsFirstWatcherUntilSecondsAfterItsLast() {
    putPipeline("rare", true);
    putPipeline("always", false);
    try (TestSocket rare = darkroom.socket("/v1/pipelines/rare/frames");
        TestSocket always = darkroom.socket("/v1/pipelines/always/frames")) {
      awaitReport(report -> report.getPipelineIdsList().contains("rare"));
    }
    awaitReport(report -> !report.getPipelineIdsList().contains("rare"));
    assertThat(reports).allMatch(report -> !report.getPipelineIdsList().contains("always"));
  }

  @Test
  void renewsItsReportEveryFewSeconds() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    while (System.nanoTime() < end) {
      newReports();
    }
    assertThat(reports).hasSizeBetween(2, 4);
  }

  @Test
  void aPipelineThatIsWatchedWhileItIsMadeOnDemandIsReportedAtOnce() {
    putPipeline("changed", false);
    try (TestSocket socket = darkroom.socket("/v1/pipelines/changed/frames")) {
      putPipeline("changed", true);
      awaitReport(report -> report.getPipelineIdsList().contains("changed"));
      // Frames from before the next revision takes effect still need the report.
      putPipeline("changed", false);
      awaitReport(report -> report.getPipelineIdsList().contains("changed"));
    }
  }

  @Test
  void aWatcherOfAnIdlePipelineGetsNewFramesOnly() {
    putPipeline("watched", true);
    film("watched");
    awaitIdle("watched");
    assertThat(status("watched").path("skippedFrames").asLong()).isPositive();
    assertThat(status("watched").path("frames").asLong()).isZero();
    try (TestSocket socket = darkroom.socket("/v1/pipelines/watched/frames?newest=true")) {
      socket.nextFrame();
      await().atMost(TIMEOUT).until(() -> !status("watched").path("idle").asBoolean());
    }
    awaitIdle("watched");
    assertThat(status("watched").path("drops")).isEmpty();
  }

  @Test
  void aSnapshotOfAnIdlePipelineIsOfTheNextFrame() {
    putPipeline("snap", true);
    film("snap");
    try (TestSocket socket = darkroom.socket("/v1/pipelines/snap/frames")) {
      socket.nextFrame();
    }
    awaitIdle("snap");
    picture = Darkroom.PNG;
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                "png".equals(darkroom.json("/v1/streams/snap").at("/lastFrame/encoding").asText()));
    HttpResponse<byte[]> next = darkroom.get("/v1/pipelines/snap/snapshot");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.body()).isEqualTo(Darkroom.PNG);
    camera.shutdownNow();
    awaitReport(report -> !report.getPipelineIdsList().contains("snap"));
  }

  @Test
  void aSnapshotOfAnIdlePipelineWithoutFramesTimesOut() {
    putPipeline("quiet", true);
    HttpResponse<byte[]> none = darkroom.get("/v1/pipelines/quiet/snapshot");
    assertThat(none.statusCode()).isEqualTo(504);
    assertThat(Darkroom.json(none).path("code").asText()).isEqualTo("TIMEOUT");
  }

  @Test
  void repeatedSnapshotsKeepAPipelineInUse() throws Exception {
    putPipeline("polled", true);
    film("polled");
    awaitIdle("polled");
    assertThat(darkroom.get("/v1/pipelines/polled/snapshot").statusCode()).isEqualTo(200);
    awaitReport(report -> report.getPipelineIdsList().contains("polled"));
    reports.clear();
    long end = System.nanoTime() + 2 * DemandReports.LINGER.toNanos();
    while (System.nanoTime() < end) {
      assertThat(darkroom.get("/v1/pipelines/polled/snapshot").statusCode()).isEqualTo(200);
      newReports();
    }
    assertThat(reports)
        .isNotEmpty()
        .allMatch(report -> report.getPipelineIdsList().contains("polled"));
  }
}
