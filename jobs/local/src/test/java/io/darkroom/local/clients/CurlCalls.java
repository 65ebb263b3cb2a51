package io.darkroom.local.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls with plain curl: HTTP/JSON, raw images, and hand-written Connect. */
public abstract class CurlCalls {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AS_JSON = "content-type: application/json";
  private static final String SERVICE = "/darkroom.v1.ImageProcessingService/";

  @TempDir Path folder;

  private record Answer(int exit, int status, byte[] body) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  protected abstract URI gateway();

  protected abstract byte[] picture();

  @BeforeAll
  static void needsCurl() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/curl")), "/usr/bin/curl is missing: install curl");
  }

  @Test
  void callsHttp() throws Exception {
    Answer filters = curl("/v1/filters");
    assertThat(filters.status()).isEqualTo(200);
    assertThat(filters.json().path("filters").findValuesAsText("id")).contains("grayscale");
  }

  @Test
  void processesARawImage() throws Exception {
    Answer answer =
        curl(
            "/v1/images:process?chain=grayscale%7Cinvert",
            List.of("-H", "content-type: image/jpeg", "--data-binary", "@" + file(picture())));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith(0xff, 0xd8);
  }

  @Test
  void putsGetsAndDeletesAPipeline() throws Exception {
    String path = "/v1/pipelines/calls-" + UUID.randomUUID();
    String body = "{\"streamId\":\"calls\",\"chain\":\"invert\"}";
    assertThat(curl(path, List.of("-X", "PUT", "-H", AS_JSON, "-d", body)).status()).isEqualTo(200);
    assertThat(curl(path).json().path("chain").asText()).isEqualTo("invert");
    assertThat(curl(path, List.of("-X", "DELETE")).status()).isEqualTo(200);
    Answer gone = curl(path);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("code").asText()).isEqualTo("NOT_FOUND");
  }

  @Test
  void errorsHaveACodeAndAField() throws Exception {
    Answer bad =
        curl(
            "/v1/images:process", List.of("-H", AS_JSON, "-d", "{\"image\":\"\",\"quality\":101}"));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().path("code").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(bad.json().path("details").findValuesAsText("field")).contains("quality");
  }

  @Test
  void refusesUnknownFieldsOfJson() throws Exception {
    List<String> body = List.of("-H", AS_JSON, "-d", "{\"streamId\":\"s\",\"chian\":\"invert\"}");
    List<String> put = Stream.concat(Stream.of("-X", "PUT"), body.stream()).toList();
    Answer http = curl("/v1/pipelines/calls-unknown", put);
    assertThat(http.status()).isEqualTo(400);
    assertThat(http.json().path("code").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(http.json().path("message").asText()).contains("chian");
    Answer connect = curl("/darkroom.v1.PipelineService/ListPipelines", body);
    assertThat(connect.status()).isEqualTo(400);
    assertThat(connect.json().path("code").asText()).isEqualTo("invalid_argument");
    assertThat(connect.json().path("message").asText()).contains("chian");
  }

  @Test
  void callsConnect() throws Exception {
    Answer posted = curl(SERVICE + "ListFilters", List.of("-H", AS_JSON, "-d", "{}"));
    Answer got = curl(SERVICE + "ListFilters?connect=v1&encoding=json&message=%7B%7D");
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.json().path("filters")).isNotEmpty();
    assertThat(got.json().path("filters")).isEqualTo(posted.json().path("filters"));
  }

  @Test
  void compressesConnect() throws Exception {
    Answer answer =
        curl(SERVICE + "ListFilters", List.of("--compressed", "-H", AS_JSON, "-d", "{}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("filters")).isNotEmpty();
  }

  @Test
  void errorsOfConnectHaveConnectCodes() throws Exception {
    Answer bad =
        curl(
            SERVICE + "ProcessImage",
            List.of("-H", AS_JSON, "-d", processImage("no_such_filter").toString()));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().path("code").asText()).isEqualTo("invalid_argument");
    JsonNode info = bad.json().path("details").path(0);
    assertThat(info.path("type").asText()).isEqualTo("google.rpc.ErrorInfo");
    assertThat(new String(Base64.getDecoder().decode(info.path("value").asText()), UTF_8))
        .contains("INVALID_CHAIN");
  }

  @Test
  void appliesTheDeadlineOfConnect() throws Exception {
    Answer late =
        curl(
            SERVICE + "ProcessImage",
            List.of(
                "-H",
                AS_JSON,
                "-H",
                "connect-timeout-ms: 1",
                "-d",
                processImage("invert").toString()));
    assertThat(late.status()).isEqualTo(504);
    assertThat(late.json().path("code").asText()).isEqualTo("deadline_exceeded");
  }

  @Test
  void receivesAServerStreamOverConnect() throws Exception {
    byte[] request = envelope("{\"streamIds\":[\"camera\"],\"interval\":\"0.1s\"}");
    Answer answer =
        curl(
            "/darkroom.v1.StreamService/WatchStreams",
            List.of(
                "-H", "content-type: application/connect+json",
                "-H", "connect-timeout-ms: 4500",
                "--data-binary", "@" + file(request)));
    assertThat(answer.status()).isEqualTo(200);
    List<JsonNode> messages = messages(answer.body());
    assertThat(messages.size()).isGreaterThan(3);
    assertThat(messages.get(0).at("/streams/0/streamId").asText()).isEqualTo("camera");
    assertThat(messages.get(messages.size() - 1).at("/error/code").asText())
        .isEqualTo("deadline_exceeded");
  }

  @Test
  void sendsAClientStreamOverConnect() throws Exception {
    byte[] frames = new byte[0];
    String image = Base64.getEncoder().encodeToString(picture());
    String streamId = "calls-" + UUID.randomUUID();
    for (int n = 0; n < 3; n++) {
      frames =
          joined(
              frames,
              envelope(
                  "{\"streamId\":\"%s\",\"epoch\":\"1\",\"sequence\":\"%d\",%s\"image\":\"%s\"}"
                      .formatted(streamId, n, "\"encoding\":\"ENCODING_JPEG\",", image)));
    }
    Answer answer =
        curl(
            "/darkroom.v1.StreamService/PublishFrames",
            List.of(
                "-H",
                "content-type: application/connect+json",
                "--data-binary",
                "@" + file(frames)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(messages(answer.body()).get(0).path("frames").asInt()).isEqualTo(3);
  }

  @Test
  void toleratesACallerThatLeavesEarly() throws Exception {
    byte[] request = envelope("{\"streamIds\":[\"camera\"]}");
    Answer left =
        curl(
            "/darkroom.v1.StreamService/WatchStreams",
            List.of(
                "--max-time", "1",
                "-H", "content-type: application/connect+json",
                "--data-binary", "@" + file(request)));
    int timedOut = 28;
    assertThat(left.exit()).isEqualTo(timedOut);
    assertThat(curl("/livez").status()).isEqualTo(200);
  }

  private JsonNode processImage(String chain) {
    return JSON.createObjectNode().put("image", picture()).put("chain", chain);
  }

  private Answer curl(String path) throws IOException, InterruptedException {
    return curl(path, List.of());
  }

  private Answer curl(String path, List<String> options) throws IOException, InterruptedException {
    Path body = folder.resolve(UUID.randomUUID().toString());
    Files.createFile(body);
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
    command.addAll(options);
    command.addAll(List.of("-o", body.toString(), "-w", "%{http_code}"));
    command.add(gateway().resolve(path).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String status = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Answer(process.waitFor(), Integer.parseInt(status), Files.readAllBytes(body));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve(UUID.randomUUID().toString()), content);
  }

  private static byte[] envelope(String json) {
    byte[] message = json.getBytes(UTF_8);
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static List<JsonNode> messages(byte[] stream) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(stream);
    while (rest.hasRemaining()) {
      rest.get();
      byte[] message = new byte[rest.getInt()];
      rest.get(message);
      messages.add(JSON.readTree(message));
    }
    return messages;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head);
    all.writeBytes(tail);
    return all.toByteArray();
  }
}
