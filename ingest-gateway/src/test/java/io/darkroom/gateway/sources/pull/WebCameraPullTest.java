package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.MjpegStyles;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests cameras that send JPEGs over HTTP. */
@Tag("slow")
class WebCameraPullTest {

  @TempDir static Path folder;

  private static List<byte[]> jpegs;

  private final TestSink sink = new TestSink();
  private WebServer server;

  @BeforeAll
  static void makePictures() throws IOException {
    jpegs = Footage.mjpeg(160, 96, 10).pictures().stream().map(units -> units.get(0)).toList();
    Files.writeString(folder.resolve("login"), "<html><title>Sign in</title></html>");
  }

  @BeforeEach
  void startServer() throws IOException {
    server = WebServer.start(folder);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(MjpegStyles.class)
  void playsEveryStyleOfMotionJpeg(MjpegStyles style) {
    server.answering("/mjpeg", exchange -> style.play(exchange, jpegs));
    try (SourceRun run = start(server.url("/mjpeg"), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesOut() >= 12);
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getCodec()).isEqualTo("mjpeg");
      assertThat(status.getReconnects()).isZero();
      assertThat(status.getDropsOrDefault("damaged", 0)).isZero();
      assertThat(ImageHeader.read(sink.last().image()).width()).isEqualTo(160);
    }
  }

  @Test
  void pollsASnapshotOncePerSecond() {
    server.answering("/snap.jpg", e -> WebServer.send(e, 200, "image/jpeg", jpegs.get(0)));
    try (SourceRun run = start(server.url("/snap.jpg"), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesOut() >= 3);
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getReconnects()).isZero();
      assertThat(between(0, 2)).isGreaterThan(Duration.ofMillis(1800));
    }
  }

  @Test
  void pollsASnapshotAtTheWantedRateAndSize() {
    server.answering("/snap.jpg", e -> WebServer.send(e, 200, "image/jpeg", jpegs.get(0)));
    Source.Builder source = Source.newBuilder().setUri(server.url("/snap.jpg"));
    try (SourceRun run = start(source.setFps(10).setWidthPx(80), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesIn() >= 20);
      assertThat(between(0, 15)).isGreaterThan(Duration.ofMillis(1400));
      assertThat(status.getDropsOrDefault("sampled_out", 0)).isZero();
      assertThat(ImageHeader.read(sink.last().image()).width()).isEqualTo(80);
    }
  }

  private Duration between(int first, int last) {
    Instant before = sink.frames().get(first).capturedAt();
    return Duration.between(before, sink.frames().get(last).capturedAt());
  }

  @Test
  void publishesASnapshotOnceIfTheDefinitionSaysThatItIsNotLive() {
    server.answering("/snap.jpg", e -> WebServer.send(e, 200, "image/jpeg", jpegs.get(0)));
    Source.Builder source = Source.newBuilder().setUri(server.url("/snap.jpg")).setLive("no");
    try (SourceRun run = start(source, sink)) {
      assertThat(awaitState(run, "ended").getFramesIn()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MD5     | Digest realm="cam", nonce="n1", qop="auth", algorithm=MD5, Basic realm="cam"
          SHA-256 | Digest realm="cam", nonce="n1", qop="auth", algorithm=MD5, Digest realm="cam", nonce="n1", qop="auth", algorithm=SHA-256
          MD5     | Digest realm="cam", nonce="n1"
          Basic   | Basic realm="cam"
          """)
  void signsInAsTheCameraAsks(String kind, String challenge) {
    server.answering("/snap.jpg", e -> guarded(e, kind, challenge));
    String url = server.url("/snap.jpg").replace("//", "//ann:p%40ss@");
    try (SourceRun run = start(url, sink)) {
      awaitStatus(run, s -> s.getFramesOut() >= 2);
    }
    try (SourceRun wrong = start(url.replace("p%40ss", "wr0ng"), sink)) {
      String reason = awaitState(wrong, "backing_off").getReason();
      assertThat(reason).contains("401", "password", challenge.split(" ")[0]);
      assertThat(reason).doesNotContain("wr0ng");
    }
    try (SourceRun none = start(server.url("/snap.jpg"), sink)) {
      assertThat(awaitState(none, "backing_off").getReason()).contains("asks for a user");
    }
  }

  private static void guarded(HttpExchange exchange, String kind, String challenge)
      throws IOException {
    String sent = exchange.getRequestHeaders().getFirst("authorization");
    if (sent != null && sent.equals(expected(kind, sent))) {
      WebServer.send(exchange, 200, "image/jpeg", jpegs.get(0));
      return;
    }
    exchange.getResponseHeaders().set("www-authenticate", challenge);
    WebServer.send(exchange, 401, "text/html", "<h1>401</h1>".getBytes(UTF_8));
  }

  /** Returns the header if its response is right. */
  private static String expected(String kind, String sent) {
    if (kind.equals("Basic")) {
      return "Basic " + Base64.getEncoder().encodeToString("ann:p@ss".getBytes(UTF_8));
    }
    String secret = hash(kind, "ann:cam:p@ss");
    String request = hash(kind, "GET:/snap.jpg");
    boolean qop = sent.contains("qop=auth");
    String middle = qop ? "n1:%s:%s:auth".formatted(part(sent, "nc"), part(sent, "cnonce")) : "n1";
    String response = hash(kind, secret + ":" + middle + ":" + request);
    return part(sent, "response").equals(response) ? sent : "";
  }

  private static String part(String header, String name) {
    Matcher matcher = Pattern.compile(" " + name + "=\"?([^\",]*)").matcher(header);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String hash(String kind, String text) {
    try {
      byte[] hash = MessageDigest.getInstance(kind).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namesAPageThatIsNoPicture() {
    try (SourceRun run = start(server.url("/login"), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("an HTML page, \"Sign in\"", "expected: a video");
    }
  }

  @Test
  void reconnectsToACameraThatHangsUp() {
    server.answering(
        "/mjpeg",
        exchange -> {
          exchange.getResponseHeaders().set("content-type", "multipart/x-mixed-replace");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(jpegs.get(0));
          exchange.getResponseBody().write(jpegs.get(1));
        });
    try (SourceRun run = start(server.url("/mjpeg"), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getReconnects() >= 2 && s.getFramesIn() >= 4);
      assertThat(status.getLastError()).contains("ended");
    }
  }
}
