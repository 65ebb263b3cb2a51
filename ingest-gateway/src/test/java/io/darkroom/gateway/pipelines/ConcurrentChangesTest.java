package io.darkroom.gateway.pipelines;

import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Predicate.isEqual;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeSources;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers of two gateways on one Kafka change the same pipelines and sources. */
@Tag("slow")
class ConcurrentChangesTest {

  private static final int CALLERS = 20;
  private static final ExecutorService CALLING = Executors.newFixedThreadPool(CALLERS);

  private static Darkroom one;
  private static Darkroom two;

  @BeforeAll
  static void start() {
    GatewayConfig config = Darkroom.config(Broker.shared());
    one = Darkroom.of(config, new FakeSources());
    one.startJob();
    two = Darkroom.of(config, new FakeSources());
  }

  @AfterAll
  static void stop() throws Exception {
    CALLING.shutdown();
    two.close();
    one.close();
  }

  private static Darkroom gateway(int caller) {
    return caller % 2 == 0 ? one : two;
  }

  private static String pipeline(int quality) {
    return "{\"streamId\":\"cam\",\"chain\":\"\",\"output\":{\"quality\":%d}}".formatted(quality);
  }

  private static String source(int fps) {
    return "{\"uri\":\"rtsp://camera/a\",\"fps\":%d}".formatted(fps);
  }

  @Test
  void givesEachRevisionOfAPipelineOnce() {
    List<JsonNode> answers =
        atOnce(i -> gateway(i).put("/v1/pipelines/contended", pipeline(i + 1)));
    assertEachRevisionOnce(answers);
    JsonNode last = byRevision(answers).get((long) CALLERS).path("output");
    for (Darkroom gateway : List.of(one, two)) {
      awaitRevision(gateway, "/v1/pipelines/contended", CALLERS);
      assertThat(gateway.json("/v1/pipelines/contended").path("output")).isEqualTo(last);
    }
  }

  @Test
  void givesEachRevisionOfASourceOnce() {
    List<JsonNode> answers = atOnce(i -> gateway(i).put("/v1/sources/contended", source(i + 1)));
    assertThat(answers.stream().map(answer -> answer.path("uid").asText()).distinct()).hasSize(1);
    for (Darkroom gateway : List.of(one, two)) {
      awaitRevision(gateway, "/v1/sources/contended", CALLERS);
    }
  }

  /** A gateway reads the changes of another one shortly after they are made. */
  private static void awaitRevision(Darkroom gateway, String path, int revision) {
    await().until(() -> gateway.json(path).path("revision").asInt(), isEqual(revision));
  }

  private static void assertEachRevisionOnce(List<JsonNode> answers) {
    assertThat(byRevision(answers).keySet())
        .isEqualTo(
            new HashSet<>(IntStream.rangeClosed(1, CALLERS).mapToObj(i -> (long) i).toList()));
    assertThat(answers.stream().map(answer -> answer.path("uid").asText()).distinct()).hasSize(1);
  }

  /** Fails if two have the same revision. */
  private static Map<Long, JsonNode> byRevision(List<JsonNode> answers) {
    return answers.stream().collect(toMap(a -> a.path("revision").asLong(), answer -> answer));
  }

  @Test
  void makesOneRevisionOfTwoEqualPuts() {
    String path = "/v1/pipelines/repeated";
    String later =
        "{\"streamId\":\"cam\",\"chain\":\"grayscale\",\"effectiveFrom\":\"2100-01-01T00:00:00Z\"}";
    JsonNode first = json(one.put(path, later));
    JsonNode second = json(two.put(path, later));
    assertThat(second).isEqualTo(first);
    assertThat(first.path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void letsOneOfManyCreatorsSucceed() {
    List<Integer> statuses =
        call(i -> gateway(i).put("/v1/pipelines/created?createOnly=true", pipeline(3))).stream()
            .map(HttpResponse::statusCode)
            .sorted()
            .toList();
    assertThat(statuses.get(0)).isEqualTo(200);
    assertThat(Set.copyOf(statuses.subList(1, CALLERS))).containsExactly(409);
  }

  @Test
  void letsOneOfManyChangesOfTheSameEtagSucceed() {
    String path = "/v1/pipelines/guarded";
    String etag = header(one.put(path, pipeline(50)), "etag");
    List<HttpResponse<byte[]>> answers =
        call(i -> put(gateway(i), path, pipeline(i + 1), "if-match", etag));
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 200)).hasSize(1);
    answers.stream()
        .filter(answer -> answer.statusCode() != 200)
        .forEach(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(412);
              assertThat(json(answer).path("code").asText()).isEqualTo("PRECONDITION_FAILED");
            });
    awaitRevision(two, path, 2);
  }

  @ParameterizedTest
  @CsvSource({"pipelines,grayscale", "sources,"})
  void givesARecreatedResourceAnotherUid(String kind, String chain) {
    String path = "/v1/%s/again".formatted(kind);
    String body = chain == null ? source(3) : "{\"streamId\":\"cam\",\"chain\":\"grayscale\"}";
    HttpResponse<byte[]> created = one.put(path, body);
    assertThat(created.statusCode()).as(new String(created.body(), UTF_8)).isEqualTo(200);
    String etag = header(created, "etag");
    HttpResponse<byte[]> refused = send(two, "DELETE", path, "", "if-match", "\"other\"");
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(json(refused).path("message").asText())
        .contains("has etag %s (expected: other).".formatted(etag.replace("\"", "")));
    assertThat(send(two, "DELETE", path, "", "if-match", etag).statusCode()).isEqualTo(200);
    assertThat(send(one, "PUT", path, body, "if-match", "*").statusCode()).isEqualTo(412);

    JsonNode second = json(two.put(path, body));
    assertThat(second.path("revision").asInt()).isEqualTo(1);
    assertThat(second.path("uid").asText())
        .isNotEmpty()
        .isNotEqualTo(json(created).path("uid").asText());
    await()
        .until(
            () -> one.get(path).headers().firstValue("etag"),
            isEqual(Optional.of("\"" + second.path("etag").asText() + "\"")));
  }

  @ParameterizedTest
  @CsvSource({"pipelines", "sources"})
  void changesNothingIfAskedToValidateOnly(String kind) {
    String path = "/v1/%s/draft".formatted(kind);
    String body = kind.equals("sources") ? source(3) : pipeline(3);
    JsonNode preview = json(one.put(path + "?validateOnly=true", body));
    assertThat(preview.path("revision").asInt()).as(preview.toString()).isEqualTo(1);
    assertThat(one.get(path).statusCode()).isEqualTo(404);
    String wrong =
        kind.equals("sources")
            ? "{\"uri\":\"rtsp://camera/a\",\"fps\":300}"
            : "{\"streamId\":\"cam\",\"chain\":\"nothing\"}";
    assertThat(one.put(path + "?validateOnly=true", wrong).statusCode()).isEqualTo(400);
  }

  private interface Call {
    HttpResponse<byte[]> by(int caller);
  }

  private static List<JsonNode> atOnce(Call call) {
    return call(call).stream()
        .map(
            answer -> {
              assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
              return json(answer);
            })
        .toList();
  }

  private static List<HttpResponse<byte[]>> call(Call call) {
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        IntStream.range(0, CALLERS)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.by(i), CALLING))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static HttpResponse<byte[]> put(
      Darkroom gateway, String path, String body, String... header) {
    return send(gateway, "PUT", path, body, header);
  }

  private static HttpResponse<byte[]> send(
      Darkroom gateway, String method, String path, String body, String... headers) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .headers(headers)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return gateway.client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
