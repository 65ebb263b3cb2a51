package io.darkroom.gateway.library;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.gateway.Main;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.testing.Broker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads a video of 300 MiB to a gateway process whose heap is smaller. */
@Tag("slow")
class LargeUploadTest {

  private static final long BYTES = 300L << 20;
  private static final int SENT_BEFORE_THE_BREAK = 120 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path video;
  private Process gateway;
  private int port;

  @BeforeEach
  void start() throws Exception {
    video = padded(Footage.h264File(folder.resolve("video.mp4"), "160x120", 10, 2));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:MaxDirectMemorySize=96m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--host=127.0.0.1", "--port=" + port));
    command.add("--bootstrap-servers=" + Broker.shared().address());
    command.add("--topic-prefix=large-upload");
    command.add("--videos=" + folder.resolve("library"));
    gateway =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gateway.log").toFile())
            .start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/livez").statusCode() == 200);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.destroyForcibly().waitFor();
  }

  /** Pads an MP4 with a free box. */
  private static Path padded(Path video) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(video.toFile(), "rw")) {
      long end = file.length();
      file.seek(end);
      file.writeInt((int) (BYTES - end));
      file.write("free".getBytes(US_ASCII));
      file.setLength(BYTES);
    }
    return video;
  }

  @Test
  void continuesAnUploadWhereItsConnectionBroke() throws Exception {
    breakOffMidway();
    long offset = offsetAtRest();
    assertThat(offset).isBetween(1L, (long) SENT_BEFORE_THE_BREAK);

    HttpResponse<String> answer = sendRest(offset);

    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("sizeBytes").asLong()).isEqualTo(BYTES);
    assertThat(Files.mismatch(video, folder.resolve("library").resolve("video.mp4"))).isEqualTo(-1);
    try (var left = Files.list(folder.resolve("library").resolve(".uploads"))) {
      assertThat(left.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .isLessThan(1 << 20);
    }
  }

  private void breakOffMidway() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port);
        InputStream in = Files.newInputStream(video)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /v1/uploads/large?name=video.mp4 HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: video/mp4\r\nContent-Length: %d\r\n\r\n".formatted(BYTES);
      out.write(head.getBytes(US_ASCII));
      byte[] buffer = new byte[1 << 16];
      for (int sent = 0; sent < SENT_BEFORE_THE_BREAK; sent += buffer.length) {
        in.readNBytes(buffer, 0, buffer.length);
        out.write(buffer);
      }
      socket.setSoLinger(true, 0);
    }
  }

  /** The offset of the upload, once the gateway has noticed the disconnect. */
  private long offsetAtRest() {
    long[] last = {-1};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              long before = last[0];
              last[0] = json(get("/v1/uploads/large")).path("offsetBytes").asLong();
              return last[0] > 0 && last[0] == before;
            });
    return last[0];
  }

  private HttpResponse<String> sendRest(long offset) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(video.toFile(), "r")) {
      file.seek(offset);
      InputStream rest = Channels.newInputStream(file.getChannel());
      HttpRequest request =
          HttpRequest.newBuilder(uri("/v1/uploads/large?name=video.mp4"))
              .header("content-range", "bytes %d-%d/%d".formatted(offset, BYTES - 1, BYTES))
              .PUT(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> rest), BYTES - offset))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
