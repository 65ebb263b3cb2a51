package io.darkroom.gateway.library;

import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs a gateway with a library, for tests of uploads. */
abstract class UploadTests {

  @TempDir static Path work;

  static Path folder;
  static Darkroom darkroom;
  static ManagedChannel channel;
  static byte[] clip;

  @BeforeAll
  static void start() throws Exception {
    folder = work.resolve("videos");
    clip = Files.readAllBytes(Footage.h264File(work.resolve("clip.mp4"), "320x240", 10, 2));
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

  /** Uses a new connection, because the server closes one after refusing a body halfway. */
  static HttpResponse<byte[]> put(String id, String name, String range, byte[] body)
      throws Exception {
    String path = "/v1/uploads/%s?name=%s".formatted(id, URLEncoder.encode(name, UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(darkroom.uri(path)).timeout(Duration.ofSeconds(30));
    if (range != null) {
      request.header("content-range", range);
    }
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.PUT(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
  }

  /**
   * Sends the request again if the server closed the connection before reading the whole body, as
   * clients do.
   */
  static HttpResponse<byte[]> putUntilAnswered(String id, String name, byte[] body) {
    return await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .atMost(Duration.ofSeconds(30))
        .until(() -> put(id, name, null, body), response -> true);
  }

  static String range(int from, int to) {
    return "bytes %d-%d/%d".formatted(from, to - 1, clip.length);
  }

  static byte[] part(int from, int to) {
    return Arrays.copyOfRange(clip, from, to);
  }

  static void assertRefused(HttpResponse<byte[]> response, ErrorCode code, String message) {
    assertThat(json(response).path("code").asText())
        .as(new String(response.body(), UTF_8))
        .isEqualTo(code.name());
    assertThat(response.statusCode()).isEqualTo(code.httpStatus());
    assertThat(json(response).path("message").asText()).contains(message);
  }

  /** The names of all files in the folder, including uploads. */
  static List<String> files() throws IOException {
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

  static void remove(String name) {
    assertThat(darkroom.delete("/v1/videos/" + name).statusCode()).isEqualTo(200);
  }
}
