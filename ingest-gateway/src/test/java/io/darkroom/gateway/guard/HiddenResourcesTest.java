package io.darkroom.gateway.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.gateway.testing.TestIssuer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard refuses and hides, besides what the matrix of methods shows. */
class HiddenResourcesTest {

  private static GuardedDarkroom guarded;
  private static Darkroom darkroom;
  private static TestIssuer issuer;
  private static String admin;

  @BeforeAll
  static void start(@TempDir Path folder) {
    guarded = GuardedDarkroom.start(folder, Optional.empty());
    darkroom = guarded.darkroom();
    issuer = guarded.issuer();
    admin = guarded.admin();
  }

  @AfterAll
  static void stop() throws Exception {
    guarded.close();
  }

  private static JsonNode get(String path, String secret) {
    return Darkroom.json(Callers.send(darkroom, "GET", path, "", secret));
  }

  private static int status(String path, String secret) {
    return Callers.send(darkroom, "GET", path, "", secret).statusCode();
  }

  private static String bearer(String secret) {
    return "Bearer " + secret;
  }

  @Test
  void servesMetricsOnlyToAdministrators() {
    String operator = issuer.token("olga", "operator");
    assertThat(status("/metrics", operator)).isEqualTo(403);
    assertThat(status("/metrics", admin)).isEqualTo(200);
    assertThat(status("/openapi.json", operator)).isEqualTo(200);
  }

  @Test
  void aHiddenResourceIsAnsweredLikeOneThatDoesNotExist() {
    Callers.put(darkroom, "/v1/pipelines/real", "{\"streamId\":\"lobby-9\"}", admin);
    String other = Callers.createKey(darkroom, admin, "operator", "acme-*");
    for (Map.Entry<String, String> call :
        Map.of(
                "GET /v1/pipelines/real", "GET /v1/pipelines/none",
                "DELETE /v1/pipelines/real", "DELETE /v1/pipelines/none",
                "GET /v1/pipelines/real/snapshot", "GET /v1/pipelines/none/snapshot",
                "GET /v1/pipelines/real/mjpeg", "GET /v1/pipelines/none/mjpeg",
                "GET /v1/streams/lobby-9", "GET /v1/streams/lobby-x")
            .entrySet()) {
      assertThat(
              refusal(call.getKey(), other).replace("real", "none").replace("lobby-9", "lobby-x"))
          .as(call.getKey())
          .isEqualTo(refusal(call.getValue(), other))
          .contains("NOT_FOUND");
    }
    assertThat(get("/v1/pipelines", other).path("pipelines")).isEmpty();
    assertThat(get("/v1/pipelines?streamId=lobby-9", other).path("pipelines")).isEmpty();
    assertThat(get("/v1/pipelines/real", admin).path("pipelineId").asText()).isEqualTo("real");
  }

  private static String refusal(String call, String secret) {
    String[] parts = call.split(" ");
    HttpResponse<byte[]> answer = Callers.send(darkroom, parts[0], parts[1], "", secret);
    return answer.statusCode()
        + new String(answer.body(), UTF_8).replaceAll("\"correlationId\":\"[^\"]*\"", "");
  }

  @Test
  void frameSocketsAndBodiesNeedTheRightsOfTheirRpcs() {
    String viewer = Callers.createKey(darkroom, admin, "viewer", "acme-*");
    String publisher = Callers.createKey(darkroom, admin, "publisher", "acme-*");
    Map<String, String> calls =
        Map.of(
            "GET /v1/streams/lobby-1/frames", viewer,
            "GET /v1/streams/acme-1/publish", viewer,
            "GET /v1/streams/lobby-1/publish", publisher,
            "GET /v1/streams/acme-1/frames", publisher,
            "GET /v1/streams/lobby-1/mjpeg", viewer,
            "PUT /v1/uploads/x?name=a.mp4", viewer);
    calls.forEach(
        (call, secret) -> assertThat(refusal(call, secret)).as(call).matches("(?s)(403|404).*"));
    for (String path : List.of("/v1/images:process", "/v1/streams/acme-1/frames")) {
      assertThat(image(path, viewer)).as(path).isEqualTo(403);
    }
    assertThat(image("/v1/streams/lobby-1/frames", publisher)).isEqualTo(403);
    assertThat(image("/v1/streams/acme-1/frames", publisher)).isEqualTo(200);
  }

  private static int image(String path, String secret) {
    try {
      return darkroom
          .client
          .send(
              HttpRequest.newBuilder(darkroom.uri(path))
                  .header("authorization", bearer(secret))
                  .header("content-type", "image/jpeg")
                  .POST(BodyPublishers.ofByteArray(Darkroom.JPEG))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
