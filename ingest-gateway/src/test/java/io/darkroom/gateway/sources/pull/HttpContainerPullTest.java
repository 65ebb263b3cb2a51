package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.FfmpegProgram;
import io.darkroom.gateway.sources.pull.server.Numbered;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests video files and endless containers over HTTP. */
@Tag("slow")
class HttpContainerPullTest {

  @TempDir static Path folder;

  private final NumberSink sink = new NumberSink();
  private WebServer server;

  @BeforeAll
  static void makeVideos() throws IOException {
    Numbered.make("160x96", 25, folder.resolve("a.ts").toString());
    Numbered.make("160x96", 25, folder.resolve("a.mkv").toString());
    Numbered.make("160x96", 25, folder.resolve("a.flv").toString());
    Numbered.make("160x96", 25, folder.resolve("index_last.mp4").toString());
    String fragments = "empty_moov+default_base_moof+frag_keyframe";
    Numbered.make("160x96", 25, "-movflags", fragments, folder.resolve("a.mp4").toString());
    Path sound = folder.resolve("sound.mp4");
    FfmpegProgram.run("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", sound.toString());
    Files.writeString(folder.resolve("noise.bin"), "\u0000\u0001\u0002".repeat(5000));
  }

  @BeforeEach
  void startServer() throws IOException {
    server = WebServer.start(folder);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Sends the file without a length, as servers of live streams do. */
  private void streaming(String path, String file) {
    server.answering(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            Files.copy(folder.resolve(file), out);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ts", "a.mkv", "a.flv", "a.mp4", "index_last.mp4"})
  void playsAFileOnce(String file) {
    try (SourceRun run = start(server.url("/" + file), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 25);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ts", "a.mkv", "a.flv", "a.mp4"})
  void reconnectsIfAnEndlessStreamBreaks(String file) {
    streaming("/live", file);
    try (SourceRun run = start(server.url("/live"), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getReconnects() >= 2);
      assertThat(status.getLastError()).contains("ended");
      assertThat(status.getFramesIn()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void resumesAFileWhoseConnectionBreaks() throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve("a.ts"));
    server.answering("/broken.ts", exchange -> sendHalf(exchange, file));
    try (SourceRun run = start(server.url("/broken.ts"), sink)) {
      assertThat(awaitState(run, "ended").getReconnects()).isZero();
      sink.assertEachOnce(run, 25);
    }
  }

  /** Sends half of what is asked for, and all of it only if that is little. */
  private static void sendHalf(HttpExchange exchange, byte[] file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    int left = file.length - from;
    exchange.getResponseHeaders().set("accept-ranges", "bytes");
    exchange.sendResponseHeaders(range == null ? 200 : 206, left);
    exchange.getResponseBody().write(file, from, left > 4000 ? left / 2 : left);
    exchange.getResponseBody().flush();
  }

  @Test
  void theDefinitionDecidesBeforeTheServer() {
    streaming("/live", "a.ts");
    Source.Builder stored = Source.newBuilder().setUri(server.url("/live")).setLive("no");
    try (SourceRun run = start(stored, sink)) {
      awaitState(run, "ended");
    }
    Source.Builder live = Source.newBuilder().setUri(server.url("/a.ts")).setLive("yes");
    try (SourceRun run = start(live, sink)) {
      awaitStatus(run, s -> s.getReconnects() >= 1);
    }
  }

  @Test
  void playsAnMp4WithItsIndexAtTheEndFromAServerWithoutRanges() throws IOException {
    server.withoutRanges();
    try (SourceRun run = start(server.url("/index_last.mp4"), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 25);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /missing   | http: status 404
          /noise.bin | no video in a form that FFmpeg reads (expected: a video)
          /sound.mp4 | no video in it
          """)
  void saysWhatIsWrong(String path, String expected) {
    try (SourceRun run = start(server.url(path), sink)) {
      assertThat(awaitState(run, "backing_off").getReason()).contains(expected);
    }
  }

  @Test
  void saysThatNothingListens() {
    server.close();
    try (SourceRun run = start(server.url("/a.ts"), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("127.0.0.1:" + server.port() + " refuses connections");
    }
  }

  @Test
  void endsSoonWhileAServerDoesNotAnswer() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    server.answering(
        "/never",
        exchange -> {
          asked.countDown();
          awaitQuietly(closed);
        });
    Source.Builder source = Source.newBuilder().setUri(server.url("/never"));
    SourceRun run = PullTesting.pulls(folder).start(source.setSourceId("never").build(), sink);
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    run.close();
    await().atMost(Duration.ofSeconds(5)).until(() -> !isRunning("darkroom-pull-never"));
    closed.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRunning(String thread) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(thread));
  }
}
