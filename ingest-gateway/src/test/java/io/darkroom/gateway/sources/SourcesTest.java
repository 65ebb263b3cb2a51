package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeSources;
import io.darkroom.v1.SourceServiceGrpc;
import io.darkroom.v1.WatchSourcesRequest;
import io.darkroom.v1.WatchSourcesResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class SourcesTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static FakeSources cameras;
  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    cameras = new FakeSources();
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()), cameras);
    darkroom.startJob();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
    cameras.close();
  }

  private static HttpResponse<byte[]> put(String id, String json) {
    return darkroom.put("/v1/sources/" + id, json);
  }

  private static JsonNode call(String id, String verb, String json) {
    HttpResponse<byte[]> answer =
        darkroom.post(
            "/v1/sources/%s:%s".formatted(id, verb), "application/json", json.getBytes(UTF_8));
    return Darkroom.json(answer);
  }

  private static String state(String id) {
    return darkroom.json("/v1/sources/" + id).at("/status/state").asText();
  }

  private static void awaitState(String id, String state) {
    await().atMost(SOON).untilAsserted(() -> assertThat(state(id)).isEqualTo(state));
  }

  @Test
  void publishesTheFramesOfASourceAsItsStream() {
    JsonNode created =
        Darkroom.json(put("lobby", "{\"uri\":\"rtsp://camera/a\",\"streamId\":\"hall\"}"));
    assertThat(created.path("revision").asLong()).isEqualTo(1);
    assertThat(created.at("/status/state").asText()).isIn("waiting", "live");
    awaitState("lobby", "live");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode stream = darkroom.json("/v1/streams/hall");
              assertThat(stream.path("frames").asLong()).isGreaterThan(5);
              assertThat(stream.path("missing").asLong()).isZero();
              assertThat(stream.at("/drops/source_overrun").asLong()).isEqualTo(3);
              assertThat(stream.at("/drops").has("sampled_out")).isFalse();
            });
    String metrics = new String(darkroom.get("/metrics").body(), UTF_8);
    assertThat(metrics)
        .contains("darkroom_gateway_frames_ingested_total{stream=\"hall\",transport=\"source\"}")
        .contains(
            "darkroom_gateway_frames_dropped_total{code=\"\",reason=\"source_overrun\",stream=\"hall\"}")
        .contains(
            "darkroom_gateway_frames_dropped_total{code=\"\",reason=\"sampled_out\",stream=\"hall\"}");
    JsonNode status = darkroom.json("/v1/sources/lobby").path("status");
    assertThat(status.path("gateway").asText()).isNotEmpty();
    assertThat(status.path("revision").asLong()).isEqualTo(1);
  }

  @Test
  void restartsASourceOnlyIfItChanges() {
    put("changing", "{\"uri\":\"rtsp://camera/a\"}");
    awaitState("changing", "live");
    assertThat(
            Darkroom.json(
                    put("changing", "{\"uri\":\"rtsp://camera/a\",\"streamId\":\"changing\"}"))
                .path("revision")
                .asLong())
        .isEqualTo(1);
    assertThat(runsOf("changing")).isEqualTo(1);

    assertThat(
            Darkroom.json(put("changing", "{\"uri\":\"rtsp://camera/b\"}"))
                .path("revision")
                .asLong())
        .isEqualTo(2);
    assertThat(runsOf("changing")).isEqualTo(2);
    assertThat(cameras.running()).containsOnlyOnce("changing");
  }

  private static long runsOf(String id) {
    return cameras.started.stream().filter(source -> source.getSourceId().equals(id)).count();
  }

  @Test
  void stopsStartsAndDeletes() {
    put("ward", "{\"uri\":\"rtsp://camera/a\"}");
    awaitState("ward", "live");
    assertThat(call("ward", "stop", "{}").at("/status/state").asText()).isEqualTo("stopped");
    assertThat(cameras.running()).doesNotContain("ward");
    assertThat(call("ward", "stop", "{}").path("revision").asLong()).isEqualTo(2);

    assertThat(call("ward", "start", "{}").path("revision").asLong()).isEqualTo(3);
    awaitState("ward", "live");
    assertThat(call("ward", "start", "{}").path("revision").asLong()).isEqualTo(3);

    assertThat(darkroom.delete("/v1/sources/ward").statusCode()).isEqualTo(200);
    assertThat(cameras.running()).doesNotContain("ward");
    assertThat(darkroom.get("/v1/sources/ward").statusCode()).isEqualTo(404);
    assertThat(darkroom.delete("/v1/sources/ward").statusCode()).isEqualTo(404);
    assertThat(call("ward", "start", "{}").path("code").asText()).isEqualTo("NOT_FOUND");
  }

  @Test
  void seeksOnlyInVideos() {
    put("film", "{\"uri\":\"video:film.mp4\",\"stopped\":true}");
    JsonNode sought = call("film", "seek", "{\"position\":\"12.500s\"}");
    assertThat(sought.path("startAt").asText()).isEqualTo("12.500s");
    assertThat(sought.path("revision").asLong()).isEqualTo(2);
    assertThat(call("film", "seek", "{\"position\":\"12.500s\"}").path("revision").asLong())
        .isEqualTo(3);

    put("gate", "{\"uri\":\"rtsp://camera/a\",\"stopped\":true}");
    assertThat(call("gate", "seek", "{\"position\":\"1s\"}").path("code").asText())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void neverShowsPasswords() {
    cameras.trouble = "open rtsp://ann:hush@camera/a: refused";
    JsonNode created = Darkroom.json(put("secret", "{\"uri\":\"rtsp://ann:hush@camera/a\"}"));
    assertThat(created.path("uri").asText()).isEqualTo("rtsp://camera/a");
    assertThat(created.path("hasCredentials").asBoolean()).isTrue();
    awaitState("secret", "live");
    for (String path : new String[] {"/v1/sources/secret", "/v1/sources", "/metrics"}) {
      assertThat(new String(darkroom.get(path).body(), UTF_8)).doesNotContain("hush");
    }
    assertThat(darkroom.json("/v1/sources/secret").at("/status/lastError").asText())
        .isEqualTo("open rtsp://ann:***@camera/a: refused");

    // A source that was read can be written back: the password stays.
    JsonNode changed = darkroom.json("/v1/sources/secret");
    put("secret", ((ObjectNode) changed).put("fps", 5).toString());
    put("secret", "{\"uri\":\"rtsp://camera/a\",\"credentials\":{\"username\":\"bob\"}}");
    JsonNode open =
        Darkroom.json(put("secret", "{\"uri\":\"rtsp://camera/a\",\"credentials\":{}}"));
    assertThat(open.path("revision").asLong()).isEqualTo(4);
    assertThat(open.path("hasCredentials").asBoolean()).isFalse();
    assertThat(cameras.started)
        .filteredOn(source -> source.getSourceId().equals("secret"))
        .extracting(source -> SourceCredentials.completed(source).text())
        .containsExactly(
            "rtsp://ann:hush@camera/a",
            "rtsp://ann:hush@camera/a",
            "rtsp://bob@camera/a",
            "rtsp://camera/a");
    cameras.trouble = "";
  }

  @Test
  void startsAnEndedSourceAgain() {
    put("ended", "{\"uri\":\"video:a.mp4\"}");
    cameras.state = "ended";
    awaitState("ended", "ended");
    assertThat(call("ended", "start", "{}").path("revision").asLong()).isEqualTo(2);
    cameras.state = "live";
    assertThat(runsOf("ended")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad  | {"uri":"gopher://x/"}                     | uri: gopher:…
          bad  | {"uri":"rtsp://ann:***@camera/a"}         | Write the password, or
          bad  | {"uri":"rtsp://a","streamId":"a b"}       | streamId
          bad  | {"uri":"rtsp://a","colour":"red"}         | colour
          -bad | {"uri":"rtsp://a"}                        | sourceId
          """)
  void refusesAnInvalidSource(String id, String json, String expected) {
    HttpResponse<byte[]> answer = put(id, json);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Darkroom.json(answer).path("code").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(Darkroom.json(answer).path("message").asText()).contains(expected);
    assertThat(darkroom.get("/v1/sources/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void sendsEachChangeToWatchers() {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .build();
    try {
      Iterator<WatchSourcesResponse> states =
          SourceServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(SOON)
              .watchSources(WatchSourcesRequest.getDefaultInstance());
      assertThat(states.next().getSourcesList()).noneMatch(s -> s.getSourceId().equals("seen"));
      put("seen", "{\"uri\":\"rtsp://ann:hush@camera/a\"}");
      boolean live = false;
      while (!live) {
        WatchSourcesResponse state = states.next();
        assertThat(state.toString()).doesNotContain("hush");
        live =
            state.getSourcesList().stream()
                .anyMatch(
                    s -> s.getSourceId().equals("seen") && s.getStatus().getState().equals("live"));
      }
    } finally {
      channel.shutdownNow();
    }
  }
}
