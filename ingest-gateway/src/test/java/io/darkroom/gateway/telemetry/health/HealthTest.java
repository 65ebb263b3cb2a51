package io.darkroom.gateway.telemetry.health;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.v1.Catalog;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class HealthTest {

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.withoutJob(Broker.shared());
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  @Test
  @Order(1)
  void isAliveButNotReadyWithoutAJob() {
    assertThat(darkroom.get("/livez").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> ready = darkroom.get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(json(ready).path("missing").path(0).asText()).isEqualTo("job");
    JsonNode health = darkroom.json("/healthz");
    assertThat(health.path("status").asText()).isEqualTo("degraded");
    assertThat(health.at("/dependencies/job/state").asText()).isEqualTo("down");
    assertThat(health.at("/dependencies/job/lastError").asText())
        .isEqualTo("no catalogue since the start");
    assertThat(grpcHealth("")).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  @Order(2)
  void reportsThatThereIsNoCatalogue() {
    HttpResponse<byte[]> filters = darkroom.get("/v1/filters");
    assertThat(filters.statusCode()).isEqualTo(503);
    assertThat(filters.headers().firstValue("retry-after")).isPresent();
    assertThat(json(filters).path("message").asText()).startsWith("job: no catalogue");
  }

  @Test
  @Order(3)
  void checksTheSyntaxOfChainsWithoutACatalogue() {
    assertThat(
            darkroom
                .put("/v1/pipelines/p", "{\"streamId\":\"cam\",\"chain\":\"anything\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            darkroom
                .put("/v1/pipelines/p", "{\"streamId\":\"cam\",\"chain\":\"any thing\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  @Order(4)
  void reportsTheJobOnceItPublishesItsCatalogue() {
    darkroom.startJob();
    JsonNode health = darkroom.json("/healthz");
    assertThat(health.path("status").asText()).isEqualTo("ok");
    assertThat(health.at("/job/engine").asText()).isEqualTo("cpu");
    assertThat(health.at("/dependencies/kafka/state").asText()).isEqualTo("up");
    await()
        .untilAsserted(
            () ->
                assertThat(darkroom.json("/healthz").at("/dependencies/job/state").asText())
                    .isEqualTo("up"));
    assertThat(health.at("/job/state").asText()).isEqualTo("running");
    assertThat(health.at("/dependencies/library/state").asText()).isEqualTo("up");
    assertThat(health.at("/dependencies/kafka").has("latencyMillis")).isTrue();
    assertThat(darkroom.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(darkroom.get("/startupz").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void grpcHealthFollowsReadiness() {
    await().untilAsserted(() -> assertThat(grpcHealth("")).isEqualTo(ServingStatus.SERVING));
    assertThat(grpcHealth("darkroom.v1.StreamService")).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  @Order(6)
  void showsTheJobsOfAllGroupsAndOffersTheirFiltersTogether() throws Exception {
    Catalog.Builder second =
        Catalog.newBuilder()
            .addFilters(
                DefinitionCodec.toMessage(FilterDefinition.of("second_only", "Second", "")));
    second.getJobBuilder().setJobId("second").setEngine("cuda").addDevices("GPU-1");
    try (KafkaProducer<byte[], byte[]> producer = darkroom.producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  darkroom.topics.catalog().name(),
                  "second-group".getBytes(UTF_8),
                  second.build().toByteArray()))
          .get();
    }
    await().until(() -> darkroom.json("/healthz").path("jobs").size() == 2);
    JsonNode health = darkroom.json("/healthz");
    assertThat(health.at("/job/jobId").asText()).isEqualTo("fake");
    assertThat(health.at("/jobs/0/group").asText()).isEqualTo("darkroom-filter-job");
    assertThat(health.at("/jobs/1/group").asText()).isEqualTo("second-group");
    assertThat(health.at("/jobs/1/state").asText()).isEqualTo("running");
    assertThat(darkroom.json("/v1/filters").path("filters").findValuesAsText("id"))
        .contains("grayscale", "second_only");
    assertThat(darkroom.json("/v1/capabilities").path("accelerators").toString())
        .isEqualTo("[\"cpu\",\"cuda\"]");
  }

  @Test
  @Order(7)
  void noticesWithinTenSecondsThatTheJobIsGone() throws Exception {
    darkroom.stopJob();
    await().atMost(Duration.ofSeconds(10)).until(() -> darkroom.get("/readyz").statusCode() == 503);
    await()
        .untilAsserted(
            () -> {
              JsonNode job = darkroom.json("/healthz").at("/dependencies/job");
              assertThat(job.path("state").asText()).isEqualTo("down");
              assertThat(job.path("lastError").asText()).startsWith("no catalogue for");
            });
    await().untilAsserted(() -> assertThat(grpcHealth("")).isEqualTo(ServingStatus.NOT_SERVING));
    darkroom.startJob();
    await().until(() -> darkroom.get("/readyz").statusCode() == 200);
  }

  private static ServingStatus grpcHealth(String service) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("localhost", darkroom.uri("/").getPort())
            .usePlaintext()
            .build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.newBuilder().setService(service).build())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  @Order(6)
  void exposesItsMetrics() {
    darkroom.post("/v1/streams/m/frames", "image/jpeg", JPEG);
    darkroom.post("/v1/images:process", "image/jpeg", JPEG);
    assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
        .contains("darkroom_gateway_frames_ingested_total{stream=\"m\",transport=\"http\"} 1.0")
        .contains("darkroom_gateway_ingested_bytes_total{transport=\"request\"}")
        .contains("darkroom_gateway_kafka_up 1.0")
        .contains("darkroom_gateway_catalog_age_seconds")
        .contains("darkroom_gateway_job_up 1.0")
        .contains("darkroom_gateway_topics_up 1.0")
        .contains("darkroom_gateway_kafka_probe_duration_seconds")
        .contains("darkroom_gateway_checkpoint_age_seconds NaN")
        .contains("darkroom_gateway_processing_duration_seconds_bucket{le=\"0.5\"} 1");
  }
}
