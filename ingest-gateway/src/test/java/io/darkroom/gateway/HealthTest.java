package io.darkroom.gateway;

import static io.darkroom.gateway.Darkroom.JPEG;
import static io.darkroom.gateway.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
    assertThat(darkroom.json("/healthz").path("status").asText()).isEqualTo("degraded");
  }

  @Test
  @Order(2)
  void saysThatThereIsNoCatalogue() {
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
  void reportsTheJobOnceItSpeaks() {
    darkroom.startJob();
    JsonNode health = darkroom.json("/healthz");
    assertThat(health.path("status").asText()).isEqualTo("ok");
    assertThat(health.at("/job/engine").asText()).isEqualTo("cpu");
    assertThat(health.at("/dependencies/kafka/state").asText()).isEqualTo("up");
    assertThat(health.at("/dependencies/job/state").asText()).isEqualTo("up");
  }

  @Test
  @Order(5)
  void exposesItsMetrics() {
    darkroom.post("/v1/streams/m/frames", "image/jpeg", JPEG);
    darkroom.post("/v1/images:process", "image/jpeg", JPEG);
    assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
        .contains("darkroom_gateway_frames_ingested_total{transport=\"http\"} 1.0")
        .contains("darkroom_gateway_ingested_bytes_total{transport=\"request\"}")
        .contains("darkroom_gateway_kafka_up 1.0")
        .contains("darkroom_gateway_catalog_age_seconds")
        .contains("darkroom_gateway_process_seconds_bucket{le=\"0.5\"} 1");
  }
}
