package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.client.ServerTrust;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code darkroom up} as a child process, from the packaged jars. */
class UpIT {

  private static final Duration START = Duration.ofSeconds(90);

  /** It takes about 4 s by itself, and longer beside other builds. */
  private static final long STOP_SECONDS = 15;

  private static final Pattern URL = Pattern.compile("page and API\\s+(\\S+)");

  @TempDir private Path folder;

  private Process process;

  @AfterEach
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void showsTheDemoStopsInTimeAndKeepsItsPipelines() throws Exception {
    GatewayClient first = up();
    await()
        .atMost(START)
        .untilAsserted(
            () ->
                assertThat(first.get("v1/streams").path("streams"))
                    .extracting(stream -> processedFrames(stream) > 0)
                    .containsExactly(true, true));
    first.put(
        "v1/pipelines/mine",
        JsonNodeFactory.instance.objectNode().put("streamId", "camera").put("chain", "invert"));
    stop();

    Path keys = folder.resolve("data/keyset.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rw-------");

    GatewayClient second = up();
    assertThat(ListeningSockets.reachable(process.pid())).isEmpty();
    JsonNode mine = second.get("v1/pipelines/mine");
    assertThat(mine.path("chain").asText()).isEqualTo("invert");
    assertThat(second.get("v1/pipelines").path("pipelines"))
        .extracting(pipeline -> pipeline.path("pipelineId").asText())
        .containsExactlyInAnyOrder("camera-edges", "mine", "samples-soft");
    await()
        .atMost(START)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> second.getImage("v1/pipelines/mine/snapshot").length > 0);
    stop();
  }

  @Test
  void speaksTlsAndAsksCallersWhoTheyAre() throws Exception {
    Path ca = folder.resolve("data/tls/ca.pem");
    Path key = folder.resolve("data/admin.key");
    GatewayClient unknown = up("--tls", "", "--auth", "keys");
    assertThat(output())
        .contains("https://localhost", "curl --cacert " + ca, "--token-file " + key);
    assertThatThrownBy(() -> unknown.get("v1/streams")).hasMessageContaining("caller: unknown");
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    GatewayClient admin =
        new GatewayClient(
            url(), ServerTrust.authoritiesIn(ca), Optional.of(Files.readString(key).strip()));
    await()
        .atMost(START)
        .untilAsserted(
            () ->
                assertThat(admin.get("v1/streams").path("streams"))
                    .extracting(stream -> processedFrames(stream) > 0)
                    .containsExactly(true, true));
    stop();
  }

  @Test
  void reportsAUsedPortInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      start("--port", Integer.toString(taken.getLocalPort()));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(output().strip())
          .startsWith("--port: " + taken.getLocalPort() + " is in use")
          .doesNotContain("\n");
    }
  }

  @Test
  void refusesAnAddressThatOthersReachInOneLine() throws Exception {
    start("--host", "0.0.0.0");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(output().strip())
        .startsWith("--host: 0.0.0.0")
        .contains("--allow-anonymous")
        .doesNotContain("\n");
  }

  @Test
  void reportsAFolderThatIsNotWritableInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    start("--data", file.resolve("below").toString());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(output().strip()).startsWith("--data: ").doesNotContain("\n");
  }

  @Test
  void refusesAnUnavailableEngine() throws Exception {
    start("--engine", "cuda");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(output()).contains("engine: cuda");
  }

  private static long processedFrames(JsonNode stream) {
    return stream.path("pipelines").path(0).path("frames").asLong();
  }

  private GatewayClient up(String... options) throws IOException {
    start(options);
    await()
        .atMost(START)
        .until(() -> output().contains("Press Ctrl-C to stop.") || !process.isAlive());
    Path ca = folder.resolve("data/tls/ca.pem");
    return new GatewayClient(
        url(), Files.exists(ca) ? ServerTrust.authoritiesIn(ca) : ServerTrust.KNOWN_AUTHORITIES);
  }

  private String url() throws IOException {
    Matcher url = URL.matcher(output());
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private void start(String... options) throws IOException {
    Map<String, String> all = new TreeMap<>();
    all.put("--data", folder.resolve("data").toString());
    List.of("--port", "--flink-port", "--kafka-port").forEach(port -> all.put(port, "0"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    Path target = Path.of("target").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("-cp");
    command.add(target.resolve("lib") + "/*:" + target.resolve("darkroom-local.jar"));
    command.addAll(List.of("io.darkroom.cli.Darkroom", "up"));
    all.forEach((option, value) -> command.add(value.isEmpty() ? option : option + "=" + value));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
