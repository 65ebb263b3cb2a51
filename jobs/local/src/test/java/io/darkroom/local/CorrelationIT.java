package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.telemetry.log.CorrelationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Correlation ids of frames appear in the log of {@code up}. */
class CorrelationIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern URL = Pattern.compile("page and API\\s+(\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOB = "io.darkroom.operator.FrameLog";
  private static final String GATEWAY = "io.darkroom.gateway.access";

  @TempDir private static Path folder;

  private static Process up;
  private static GatewayClient gateway;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    Path output = folder.resolve("output");
    up =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                target.resolve("lib") + "/*:" + target.resolve("darkroom-local.jar"),
                "io.darkroom.cli.Darkroom",
                "up",
                "--no-demo",
                "--data=" + folder.resolve("data"),
                "--port=0",
                "--flink-port=0",
                "--kafka-port=0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    await().atMost(TIMEOUT).until(() -> Files.readString(output).contains("Press Ctrl-C to stop."));
    Matcher page = URL.matcher(Files.readString(output));
    assertThat(page.find()).isTrue();
    url = page.group(1);
    gateway = new GatewayClient(url);
    gateway.put(
        "v1/pipelines/found-p",
        JsonNodeFactory.instance.objectNode().put("streamId", "found-cam").put("chain", "invert"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    up.destroy();
    if (!up.waitFor(10, TimeUnit.SECONDS)) {
      up.destroyForcibly().waitFor();
    }
  }

  @Test
  void logsTheCorrelationIdInGatewayAndJob() throws Exception {
    Path picture = Files.write(folder.resolve("picture.jpg"), TestPictures.jpeg(64, 48, 1));
    assertThat(curl("found-1", picture)).containsIgnoringCase("x-correlation-id: found-1");

    JsonNode ofJob = awaitLine(JOB, "found-1");
    assertThat(ofJob.path("level").asText()).isEqualTo("INFO");
    assertThat(ofJob.path("stream").asText()).isEqualTo("found-cam");
    assertThat(ofJob.path("pipeline").asText()).isEqualTo("found-p");
    assertThat(ofJob.path("message").asText()).contains("processed on cpu");
    JsonNode ofGateway = awaitLine(GATEWAY, "found-1");
    assertThat(ofGateway.path("stream").asText()).isEqualTo("found-cam");
    assertThat(ofGateway.path("status").asInt()).isEqualTo(200);
    for (JsonNode line : List.of(ofJob, ofGateway)) {
      assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
      assertThat(line.path("service").asText()).isEqualTo("darkroom");
      assertThat(line.path("version").asText()).isNotEmpty();
    }
  }

  @Test
  void logsTheCorrelationIdOfARejectedFrame() throws Exception {
    byte[] jpeg = TestPictures.jpeg(64, 48, 1);
    Path broken = Files.write(folder.resolve("broken.jpg"), Arrays.copyOf(jpeg, jpeg.length / 3));
    curl("found-2", broken);

    JsonNode ofJob = awaitLine(JOB, "found-2");
    assertThat(ofJob.path("level").asText()).isEqualTo("WARN");
    assertThat(ofJob.path("message").asText()).contains("INVALID_IMAGE");
    assertThat(awaitLine(GATEWAY, "found-2").path("path").asText()).endsWith("/frames");
  }

  @Test
  void logsTheCorrelationIdOfAWebSocket() {
    URI uri = URI.create(url.replaceFirst("^http", "ws") + "/v1/streams/found-cam/publish");
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("x-correlation-id", "found-3")
            .buildAsync(uri, new WebSocket.Listener() {})
            .join();
    socket.sendBinary(ByteBuffer.wrap(TestPictures.jpeg(64, 48, 1)), true).join();
    assertThat(awaitLine(JOB, "found-3").path("stream").asText()).isEqualTo("found-cam");
    socket.abort();
  }

  @Test
  void appliesALogLevelUntilItIsReset() throws Exception {
    Path picture = Files.write(folder.resolve("quiet.jpg"), TestPictures.jpeg(64, 48, 1));
    Set<String> processed = ConcurrentHashMap.newKeySet();
    gateway.put("v1/log-levels/" + JOB, JsonNodeFactory.instance.objectNode().put("level", "warn"));
    try (PipelineSubscriber watcher =
        gateway.subscribe(
            "found-p", frame -> processed.add(CorrelationId.in(frame.trace().baggage())))) {
      curl("quiet-1", picture);
      await().atMost(TIMEOUT).until(() -> processed.contains("quiet-1"));
    }
    gateway.delete("v1/log-levels/" + JOB);
    curl("quiet-2", picture);
    awaitLine(JOB, "quiet-2");
    assertThat(find(JOB, "quiet-1")).isEmpty();
  }

  private static String curl(String id, Path body) throws Exception {
    Process curl =
        new ProcessBuilder(
                "curl",
                "-si",
                "-H",
                "content-type: image/jpeg",
                "-H",
                "x-correlation-id: " + id,
                "--data-binary",
                "@" + body,
                url + "/v1/streams/found-cam/frames")
            .start();
    String answer = new String(curl.getInputStream().readAllBytes());
    assertThat(curl.waitFor()).isZero();
    return answer;
  }

  private static JsonNode awaitLine(String logger, String id) {
    await().atMost(TIMEOUT).until(() -> !find(logger, id).isEmpty());
    try {
      return find(logger, id).get(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<JsonNode> find(String logger, String id) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    String log = Files.readString(folder.resolve("data/darkroom.log"));
    // The last line may be incomplete.
    for (String text : log.substring(0, log.lastIndexOf('\n') + 1).split("\n")) {
      JsonNode line = JSON.readTree(text);
      if (line.path("logger").asText().equals(logger)
          && line.path("correlation_id").asText().equals(id)) {
        found.add(line);
      }
    }
    return found;
  }
}
