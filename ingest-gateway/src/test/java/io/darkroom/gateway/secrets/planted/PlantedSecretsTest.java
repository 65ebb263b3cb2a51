package io.darkroom.gateway.secrets.planted;

import static io.darkroom.gateway.secrets.planted.Planted.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.StoredRecords;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway in operation, with secrets wherever it takes some: none of them is in anything that it
 * shows.
 */
@Tag("slow")
class PlantedSecretsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  /** What callers got, by call. */
  private static final Map<String, byte[]> answers = new ConcurrentHashMap<>();

  private static Broker broker;
  private static SpanBytes spans;
  private static Cameras cameras;
  private static SecretFiles files;
  private static GatewayProcess gateway;
  private static Callers callers;

  @BeforeAll
  static void operate() throws Exception {
    files = new SecretFiles(folder);
    broker = Broker.with(files.brokerSettings());
    spans = new SpanBytes();
    cameras = new Cameras(Files.createDirectory(folder.resolve("web")));
    gateway =
        GatewayProcess.start(
            folder, files.environment(spans.endpoint()), files.options(broker.address()));
    callers = new Callers(files.trust(), gateway.port());
    cameras.working().forEach(PlantedSecretsTest::put);
    cameras.failing().forEach(PlantedSecretsTest::put);
    try (AutoCloseable watch = callers.watchSources(PlantedSecretsTest::keep)) {
      WrongCalls.all().forEach(PlantedSecretsTest::refuse);
      callers.strangers().forEach(PlantedSecretsTest::refuse);
      callers.publish("cam", Darkroom.JPEG).forEach(PlantedSecretsTest::keep);
      cameras.working().keySet().forEach(id -> awaitState(id, Set.of("live")));
      cameras.failing().keySet().forEach(id -> awaitState(id, Set.of("backing_off", "failed")));
      for (String verb : List.of("stop", "start", "seek")) {
        keep(verb, callers.send("POST", "/v1/sources/wrong:" + verb, "{\"position\":\"1s\"}"));
      }
      awaitState("wrong", Set.of("backing_off", "failed"));
    }
    await().atMost(SOON).until(() -> spans.requests.size() > 2);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    cameras.close();
    spans.close();
    broker.close();
  }

  private static void put(String id, String body) {
    HttpResponse<byte[]> answer = callers.send("PUT", "/v1/sources/" + id, body);
    keep("PUT " + id, answer);
    assertThat(answer.statusCode())
        .as(() -> id + new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
  }

  private static void refuse(WrongCalls.Call call) {
    refuse(call.toString(), callers.send(call));
  }

  private static void refuse(String call, HttpResponse<byte[]> answer) {
    keep(call, answer);
    assertThat(answer.statusCode()).as(call).isGreaterThanOrEqualTo(400);
  }

  private static void keep(String call, HttpResponse<byte[]> answer) {
    keep(call + " headers", answer.headers().toString());
    answers.put(call, answer.body());
  }

  private static void keep(String call, String text) {
    answers.merge(call, text.getBytes(StandardCharsets.UTF_8), PlantedSecretsTest::joined);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void awaitState(String id, Set<String> states) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              HttpResponse<byte[]> answer = callers.send("GET", "/v1/sources/" + id, "");
              keep("GET " + id, answer);
              JsonNode status = Darkroom.json(answer).path("status");
              assertThat(status.path("state").asText()).as(id + status).isIn(states);
            });
  }

  private static void assertNone(String place, byte[] content) {
    assertThat(content).as(place).isNotEmpty();
    assertThat(Planted.in(place, content)).as(place).isEmpty();
  }

  private static void assertNone(String place, String content) {
    assertNone(place, content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noAnswerHasASecret() {
    assertThat(answers).hasSizeGreaterThan(100);
    List<String> found = new ArrayList<>();
    answers.forEach((call, body) -> found.addAll(Planted.in("answer to " + call, body)));
    assertThat(found.stream().filter(place -> !place.contains("headers: ")).toList()).isEmpty();
  }

  @Test
  void noListStatusOrDocumentHasASecret() {
    for (String path :
        List.of(
            "/v1/sources",
            "/v1/streams",
            "/v1/pipelines",
            "/v1/config/endpoints",
            "/v1/config/inputs",
            "/v1/config/limits",
            "/v1/config/tools",
            "/v1/log-levels",
            "/v1/tracing",
            "/metrics",
            "/healthz",
            "/readyz",
            "/livez",
            "/startupz",
            "/openapi.json",
            "/docs/")) {
      assertNone(path, callers.send("GET", path, "").body());
    }
  }

  @Test
  void noFileOfThePageHasASecret() {
    String page = new String(callers.send("GET", "/", "").body(), StandardCharsets.UTF_8);
    assertNone("page", page);
    for (String part : page.split("\"")) {
      if (part.startsWith("/assets/") || part.startsWith("./assets/")) {
        assertNone(part, callers.send("GET", part.replaceFirst("^\\./", "/"), "").body());
      }
    }
  }

  @Test
  void noLogLineHasASecret() {
    String bare = gateway.bareLog();
    for (String line : List.of("DEBUG io.netty", "INFO io.darkroom.gateway.access", "bad-denied")) {
      assertThat(bare.contains(line)).as(line).isTrue();
    }
    assertNone("log as JSON", gateway.output());
    assertNone("log without redaction", bare);
  }

  @Test
  void noSpanHasASecretAndTheCollectorGetsItsKey() {
    assertThat(spans.keys).containsOnly(secret("collector"));
    spans.requests.forEach(request -> assertNone("spans", request));
  }

  @Test
  void theCommandLineHasNoSecret() throws Exception {
    assertThat(gateway.commandLine()).contains("--tls-key-password-file", "--kafka-properties");
    assertNone("command line", gateway.commandLine());
  }

  @Test
  void noTopicHasASecret() throws Exception {
    Set<String> topics = new TreeSet<>(StoredRecords.topics(broker, files.kafkaLogin()));
    assertThat(topics).contains("darkroom.sources", "darkroom.source-status", "darkroom.audit");
    for (String topic : topics) {
      for (byte[] value : StoredRecords.of(broker, files.kafkaLogin(), topic)) {
        assertThat(Planted.in(topic, value == null ? new byte[0] : value)).isEmpty();
      }
    }
  }
}
