package io.darkroom.gateway;

import static io.darkroom.gateway.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.Footage;
import io.darkroom.v1.UploadStart;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.darkroom.v1.VideoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

  @TempDir private static Path work;

  private static Path folder;
  private static Darkroom darkroom;
  private static ManagedChannel channel;
  private static byte[] clip;

  @BeforeAll
  static void start() throws Exception {
    folder = work.resolve("videos");
    clip = Files.readAllBytes(Footage.h264(work.resolve("clip.mp4"), "320x240", 10, 2));
    LibraryConfig library = new LibraryConfig(folder, work.resolve("images"), 1 << 20);
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(SourceConfig.DEFAULT, library));
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static HttpResponse<byte[]> put(String id, String name, String range, byte[] body)
      throws Exception {
    String path = "/v1/uploads/%s?name=%s".formatted(id, URLEncoder.encode(name, UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(darkroom.uri(path)).timeout(Duration.ofSeconds(30));
    if (range != null) {
      request.header("content-range", range);
    }
    return darkroom.client.send(
        request.PUT(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
  }

  private static String range(int from, int to) {
    return "bytes %d-%d/%d".formatted(from, to - 1, clip.length);
  }

  private static byte[] part(int from, int to) {
    return Arrays.copyOfRange(clip, from, to);
  }

  private static void assertRefused(HttpResponse<byte[]> response, ErrorCode code, String message) {
    assertThat(json(response).path("code").asText())
        .as(new String(response.body(), UTF_8))
        .isEqualTo(code.name());
    assertThat(response.statusCode()).isEqualTo(code.httpStatus());
    assertThat(json(response).path("message").asText()).contains(message);
  }

  /** Names of all files in the folder, those of uploads too. */
  private static List<String> files() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  private static void remove(String name) {
    assertThat(darkroom.delete("/v1/videos/" + name).statusCode()).isEqualTo(200);
  }

  @Test
  void takesAVideoInOneGo() throws Exception {
    HttpResponse<byte[]> response = put("whole", "whole clip.mp4", null, clip);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    assertThat(json(response).path("videoId").asText()).isEqualTo("whole clip.mp4");
    assertThat(json(response).path("codec").asText()).isEqualTo("h264");
    assertThat(json(response).path("width").asInt()).isEqualTo(320);
    assertThat(json(response).path("fps").asDouble()).isEqualTo(10);
    assertThat(folder.resolve("whole clip.mp4")).hasBinaryContent(clip);
    assertThat(files()).containsExactly("whole clip.mp4");
    remove("whole%20clip.mp4");
  }

  @Test
  void takesAVideoInParts() throws Exception {
    HttpResponse<byte[]> first = put("parts", "parts.mp4", range(0, 100), part(0, 100));
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(json(first).path("offset").asInt()).isEqualTo(100);
    assertThat(darkroom.json("/v1/uploads/parts").path("offset").asInt()).isEqualTo(100);
    assertThat(darkroom.json("/v1/uploads/parts").path("totalBytes").asInt())
        .isEqualTo(clip.length);
    assertRefused(
        put("parts", "parts.mp4", range(50, 100), part(50, 100)),
        ErrorCode.CONFLICT,
        "(expected: 100)");
    assertRefused(
        put("parts", "other.mp4", range(100, 200), part(100, 200)),
        ErrorCode.CONFLICT,
        "parts.mp4");
    HttpResponse<byte[]> last =
        put("parts", "parts.mp4", range(100, clip.length), part(100, clip.length));
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(folder.resolve("parts.mp4")).hasBinaryContent(clip);
    // Who missed the answer asks again.
    assertThat(darkroom.json("/v1/uploads/parts").path("offset").asInt()).isEqualTo(clip.length);
    HttpResponse<byte[]> again = put("parts", "parts.mp4", "bytes */" + clip.length, new byte[0]);
    assertThat(json(again).path("videoId").asText()).isEqualTo("parts.mp4");
    remove("parts.mp4");
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    assertThat(put("first", "taken.mp4", null, clip).statusCode()).isEqualTo(200);
    assertRefused(put("second", "taken.mp4", null, clip), ErrorCode.CONFLICT, "taken.mp4");
    assertThat(files()).containsExactly("taken.mp4");
    remove("taken.mp4");
  }

  @Test
  void neverReplacesAFileThatCameMeanwhile() throws Exception {
    put("late", "late.mp4", range(0, 10), part(0, 10));
    Files.writeString(folder.resolve("late.mp4"), "mine");
    assertRefused(
        put("late", "late.mp4", range(10, clip.length), part(10, clip.length)),
        ErrorCode.CONFLICT,
        "late.mp4");
    assertThat(folder.resolve("late.mp4")).hasContent("mine");
    assertThat(darkroom.delete("/v1/uploads/late").statusCode()).isEqualTo(200);
    Files.delete(folder.resolve("late.mp4"));
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "/etc/x.mp4", "a\0b", ".hidden", "CON", "a/b", "ü.mp4", ""})
  void refusesHostileNames(String name) throws Exception {
    assertRefused(put("hostile", name, null, clip), ErrorCode.INVALID_ARGUMENT, "");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "%2e%2e%2fx", "-x", ".x", "a%00", "a%20b"})
  void refusesHostileIds(String id) throws Exception {
    HttpResponse<byte[]> response = put(id, "x.mp4", null, clip);
    assertThat(response.statusCode()).isBetween(400, 499);
    assertThat(json(response).path("code").asText())
        .isIn("INVALID_ARGUMENT", "NOT_FOUND", "METHOD_NOT_ALLOWED", "UNSUPPORTED_MEDIA_TYPE");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bytes 0-9/5; INVALID_ARGUMENT",
        "bytes 5-0/10; INVALID_ARGUMENT",
        "bytes 0-8/100; INVALID_ARGUMENT",
        "bytes a-b/c; INVALID_ARGUMENT",
        "bytes 0-9/*; INVALID_ARGUMENT",
        "bytes 0-9/99999999999999999999; INVALID_ARGUMENT",
        "bytes 0-9/1048577; VIDEO_TOO_LARGE",
        "bytes 5-14/20; CONFLICT",
      })
  void refusesWrongRanges(String range, ErrorCode code) throws Exception {
    assertRefused(put("range", "range.mp4", range, new byte[10]), code, "");
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesWhatIsTooLargeBeforeReadingIt() throws Exception {
    assertRefused(
        put("large", "large.mp4", null, new byte[(1 << 20) + 1]),
        ErrorCode.VIDEO_TOO_LARGE,
        "1048576");
    assertThat(files()).isEmpty();
  }

  static Stream<byte[]> notVideos() throws IOException {
    Path other = work.resolve("victim.mp4");
    if (!Files.exists(other)) {
      Files.write(other, clip);
    }
    String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%s\n#EXT-X-ENDLIST\n";
    return Stream.of(
        "hello".getBytes(UTF_8),
        "<!doctype html><script>alert(1)</script>".getBytes(UTF_8),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".getBytes(UTF_8),
        "\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\76\0\1\0\0\0".getBytes(UTF_8),
        new byte[100_000],
        Darkroom.JPEG,
        Darkroom.PNG,
        playlist.formatted(other).getBytes(UTF_8),
        playlist.formatted("http://169.254.169.254/latest/").getBytes(UTF_8),
        "ffconcat version 1.0\nfile '%s'\n".formatted(other).getBytes(UTF_8),
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n".getBytes(UTF_8));
  }

  @org.junit.jupiter.params.ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("notVideos")
  void refusesWhatIsNoVideo(byte[] content) throws Exception {
    assertRefused(put("wrong", "wrong.mp4", null, content), ErrorCode.INVALID_VIDEO, "video: ");
    assertThat(files()).isEmpty();
    assertThat(darkroom.get("/v1/uploads/wrong").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 0.5",
    "mp4, 0.97",
    "faststart.mp4, 0.5",
    "faststart.mp4, 0.97",
    "mkv, 0.5",
    "avi, 0.5"
  })
  void refusesVideosThatAreCutShort(String kind, double share) throws Exception {
    Path whole = work.resolve("whole." + kind);
    if (!Files.exists(whole)) {
      Footage.make(
          whole,
          "320x240",
          10,
          5,
          "-c:v",
          "libopenh264",
          "-g",
          "10",
          "-pix_fmt",
          "yuv420p",
          "-movflags",
          kind.startsWith("fast") ? "+faststart" : "0");
    }
    byte[] bytes = Files.readAllBytes(whole);
    byte[] cut = Arrays.copyOf(bytes, (int) (bytes.length * share));
    assertRefused(put("cut", "cut." + kind, null, cut), ErrorCode.INVALID_VIDEO, "video: ");
    assertThat(files()).isEmpty();
    assertThat(put("uncut", "uncut." + kind, null, bytes).statusCode()).isEqualTo(200);
    remove("uncut." + kind);
  }

  private static UploadVideoRequest opening(String id, String name, int offset) {
    return UploadVideoRequest.newBuilder()
        .setStart(
            UploadStart.newBuilder()
                .setUploadId(id)
                .setName(name)
                .setTotalBytes(clip.length)
                .setOffset(offset))
        .build();
  }

  private static UploadVideoRequest chunk(int from, int to) {
    return UploadVideoRequest.newBuilder()
        .setChunk(ByteString.copyFrom(clip, from, to - from))
        .build();
  }

  private static TestCall<UploadVideoRequest, Video> call() {
    return TestCall.open(VideoServiceGrpc.newStub(channel)::uploadVideo);
  }

  private static void awaitOffset(String id, int offset) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> darkroom.json("/v1/uploads/" + id).path("offset").asInt() == offset);
  }

  @Test
  void takesAVideoByGrpcAndGoesOnAfterABreak() throws Exception {
    try (TestCall<UploadVideoRequest, Video> broken = call()) {
      broken.send(opening("grpc", "grpc.mp4", 0));
      broken.send(chunk(0, 1000));
      awaitOffset("grpc", 1000);
      try (TestCall<UploadVideoRequest, Video> second = call()) {
        second.send(opening("grpc", "grpc.mp4", 1000));
        assertThat(second.end().getCode()).isEqualTo(Code.ABORTED);
        assertThat(second.end().getDescription()).contains("another call");
      }
      assertThat(darkroom.delete("/v1/uploads/grpc").statusCode()).isEqualTo(409);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              try (TestCall<UploadVideoRequest, Video> rest = call()) {
                rest.send(opening("grpc", "grpc.mp4", 1000));
                rest.send(chunk(1000, clip.length));
                rest.halfClose();
                assertThat(rest.end().getCode()).isEqualTo(Code.OK);
                assertThat(rest.next().getVideoId()).isEqualTo("grpc.mp4");
              }
            });
    assertThat(folder.resolve("grpc.mp4")).hasBinaryContent(clip);
    remove("grpc.mp4");
  }

  @Test
  void tellsGrpcCallersWhatIsWrong() {
    assertEnds(Code.INVALID_ARGUMENT, chunk(0, 10));
    assertEnds(Code.INVALID_ARGUMENT, opening("bad", "../x", 0));
    assertEnds(Code.ABORTED, opening("bad", "bad.mp4", 7));
    assertEnds(
        Code.INVALID_ARGUMENT, opening("bad", "bad.mp4", 0), chunk(0, clip.length), chunk(0, 1));
    assertThat(darkroom.delete("/v1/uploads/bad").statusCode()).isEqualTo(200);
    String id = UUID.randomUUID().toString();
    assertEnds(Code.ABORTED, opening(id, "short.mp4", 0), chunk(0, 10));
    assertThat(darkroom.json("/v1/uploads/" + id).path("offset").asInt()).isEqualTo(10);
    assertThat(darkroom.delete("/v1/uploads/" + id).statusCode()).isEqualTo(200);
    assertThat(darkroom.delete("/v1/uploads/" + id).statusCode()).isEqualTo(404);
  }

  private static void assertEnds(Code code, UploadVideoRequest... messages) {
    try (TestCall<UploadVideoRequest, Video> call = call()) {
      for (UploadVideoRequest message : messages) {
        call.send(message);
      }
      call.halfClose();
      assertThat(call.end().getCode()).as(call.end().toString()).isEqualTo(code);
    }
  }
}
