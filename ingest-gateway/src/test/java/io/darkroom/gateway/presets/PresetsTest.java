package io.darkroom.gateway.presets;

import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeSources;
import io.darkroom.v1.ListPresetsRequest;
import io.darkroom.v1.Preset;
import io.darkroom.v1.PresetServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers of two gateways on one Kafka share presets. */
@Tag("slow")
class PresetsTest {

  private static GatewayConfig config;
  private static Darkroom one;
  private static Darkroom two;

  @BeforeAll
  static void start() {
    config = Darkroom.config(Broker.shared());
    one = Darkroom.of(config, new FakeSources());
    one.startJob();
    two = Darkroom.of(config, new FakeSources());
  }

  @AfterAll
  static void stop() throws Exception {
    two.close();
    one.close();
  }

  private static HttpResponse<byte[]> put(String id, String title, String chain) {
    return one.put(
        "/v1/presets/" + id, "{\"title\":\"%s\",\"chain\":\"%s\"}".formatted(title, chain));
  }

  @Test
  void keepsAPresetUntilItIsDeleted() {
    Instant before = Instant.now().minusSeconds(10);
    JsonNode created = json(put("soft", "Soft look", " grayscale( algorithm=bt709 ) "));
    assertThat(created.path("presetId").asText()).isEqualTo("soft");
    assertThat(created.path("title").asText()).isEqualTo("Soft look");
    assertThat(created.path("chain").asText()).isEqualTo("grayscale(algorithm=bt709)");
    assertThat(created.path("revision").asInt()).isEqualTo(1);
    assertThat(created.path("uid").asText()).isNotEmpty();
    assertThat(Instant.parse(created.path("updatedAt").asText())).isAfter(before);
    assertThat(one.json("/v1/presets/soft")).isEqualTo(created);
    assertThat(one.json("/v1/presets").path("presets")).contains(created);

    assertThat(one.delete("/v1/presets/soft").statusCode()).isEqualTo(200);
    assertThat(one.get("/v1/presets/soft").statusCode()).isEqualTo(404);
    assertThat(one.delete("/v1/presets/soft").statusCode()).isEqualTo(404);
  }

  @Test
  void countsRealChangesOnly() {
    JsonNode first = json(put("counted", "A", "grayscale"));
    assertThat(json(put("counted", "A", " grayscale "))).isEqualTo(first);
    JsonNode renamed = json(put("counted", "B", "grayscale"));
    assertThat(renamed.path("revision").asInt()).isEqualTo(2);
    assertThat(renamed.path("uid")).isEqualTo(first.path("uid"));
    assertThat(renamed.path("etag")).isNotEqualTo(first.path("etag"));
  }

  @Test
  void showsAPresetAtAnotherGatewayAndAfterARestart() throws Exception {
    JsonNode created = json(put("shared", "", "grayscale"));
    await().untilAsserted(() -> assertThat(two.json("/v1/presets/shared")).isEqualTo(created));
    try (Darkroom again = Darkroom.of(config, new FakeSources())) {
      assertThat(again.json("/v1/presets/shared")).isEqualTo(created);
    }
  }

  @Test
  void changesOnlyTheVersionThatTheCallerHasSeen() throws Exception {
    String path = "/v1/presets/guarded";
    String etag = json(put("guarded", "A", "")).path("etag").asText();
    HttpRequest.Builder change =
        HttpRequest.newBuilder(two.uri(path))
            .header("if-match", "\"" + etag + "\"")
            .PUT(BodyPublishers.ofString("{\"title\":\"B\"}"));
    assertThat(send(change).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> late = send(change);
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(json(late).path("code").asText()).isEqualTo("PRECONDITION_FAILED");
    assertThat(json(late).path("message").asText()).startsWith("preset: guarded has etag ");
    assertThat(one.put(path + "?createOnly=true", "{}").statusCode()).isEqualTo(409);
    assertThat(one.delete(path + "?etag=" + etag).statusCode()).isEqualTo(412);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return two.client.send(
        request.header("content-type", "application/json").build(), BodyHandlers.ofByteArray());
  }

  @Test
  void namesTheColumnOfAMistakeInTheChain() {
    HttpResponse<byte[]> refused = put("bad", "", " grayscale | grayscal");
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode error = json(refused);
    assertThat(error.path("code").asText()).isEqualTo("INVALID_CHAIN");
    assertThat(error.at("/details/0/field").asText()).isEqualTo("chain");
    assertThat(error.at("/details/0/column").asInt()).isEqualTo(14);
    assertThat(error.path("message").asText()).contains("grayscale");
    assertThat(one.get("/v1/presets/bad").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"-id, A, presetId", "long, 129, title", "lines, a\\nb, title"})
  void refusesAnInvalidNameOrTitle(String id, String title, String field) {
    String text = title.equals("129") ? "x".repeat(129) : title;
    HttpResponse<byte[]> refused = put(id, text, "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/details/0/field").asText()).isEqualTo(field);
  }

  @Test
  void changesNothingIfAskedToValidateOnly() {
    String draft = "/v1/presets/draft?validateOnly=true";
    JsonNode preview = json(one.put(draft, "{\"chain\":\"grayscale\"}"));
    assertThat(preview.path("revision").asInt()).isEqualTo(1);
    assertThat(one.put(draft, "{\"chain\":\"grayscal\"}").statusCode()).isEqualTo(400);
    assertThat(one.get("/v1/presets/draft").statusCode()).isEqualTo(404);
  }

  @Test
  void listsPagesInEveryProtocol() {
    put("page1", "", "");
    put("page2", "", "");
    JsonNode page = one.json("/v1/presets?pageSize=1");
    assertThat(page.path("presets")).hasSize(1);
    assertThat(page.path("nextPageToken").asText()).isNotEmpty();
    JsonNode connect =
        json(
            one.post(
                "/darkroom.v1.PresetService/ListPresets",
                "application/json",
                "{}".getBytes(UTF_8)));
    assertThat(connect.path("presets").findValuesAsText("presetId")).contains("page1", "page2");
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("localhost", one.gateway.port()).usePlaintext().build();
    try {
      assertThat(
              PresetServiceGrpc.newBlockingStub(channel)
                  .listPresets(ListPresetsRequest.getDefaultInstance())
                  .getPresetsList())
          .extracting(Preset::getPresetId)
          .contains("page1", "page2");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void ignoresUnreadableRecords() throws Exception {
    try (var producer = one.producer()) {
      byte[] key = "odd".getBytes(UTF_8);
      producer.send(new ProducerRecord<>(one.topics.presets().name(), key, new byte[] {9})).get();
    }
    assertThat(put("after", "", "").statusCode()).isEqualTo(200);
    assertThat(one.get("/v1/presets/odd").statusCode()).isEqualTo(404);
  }
}
