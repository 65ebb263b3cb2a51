package io.darkroom.gateway.http;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what browsers use: gRPC-Web, calls from other origins, and the pages about the API. */
@Tag("slow")
class BrowserTest {

  private static final String PROCESS = "/darkroom.v1.ImageProcessingService/ProcessImage";
  private static final String STREAMS = "/darkroom.v1.StreamService/ListStreams";
  private static final String ALLOWED = "https://allowed.example";

  /** A part of a gRPC-Web answer: a message or the trailers. */
  private record Part(int flags, byte[] bytes) {}

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static List<Part> parts(byte[] body) {
    List<Part> parts = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(body);
    while (in.hasRemaining()) {
      int flags = in.get();
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      parts.add(new Part(flags, bytes));
    }
    return parts;
  }

  /** Decodes base64 text, which comes in separately padded pieces. */
  private static byte[] decoded(String type, byte[] body) {
    if (!type.contains("text")) {
      return body;
    }
    String text = new String(body, UTF_8);
    ByteBuffer out = ByteBuffer.allocate(text.length());
    for (String piece : text.split("(?<==)(?!=)")) {
      out.put(Base64.getDecoder().decode(piece));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web-text+proto"})
  void speaksGrpcWeb(String type) throws Exception {
    byte[] request =
        framed(
            ProcessImageRequest.newBuilder()
                .setImage(Darkroom.jpeg())
                .setChain("grayscale")
                .build()
                .toByteArray());
    byte[] body = type.contains("text") ? Base64.getEncoder().encode(request) : request;
    HttpResponse<byte[]> response = darkroom.post(PROCESS, type, body);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue(type);
    List<Part> parts = parts(decoded(type, response.body()));
    assertThat(parts).extracting(Part::flags).containsExactly(0, -128);
    assertThat(ProcessImageResponse.parseFrom(parts.get(0).bytes()).getImage().toByteArray())
        .isEqualTo(JPEG);
    assertThat(new String(parts.get(1).bytes(), UTF_8)).contains("grpc-status: 0");
  }

  @Test
  void reportsAnUnknownMethodOverGrpcWeb() {
    HttpResponse<byte[]> response =
        darkroom.post(
            "/darkroom.v1.StreamService/Nothing",
            "application/grpc-web+proto",
            framed(GetStreamRequest.getDefaultInstance().toByteArray()));
    assertThat(response.headers().firstValue("grpc-status")).hasValue("12");
  }

  private static HttpResponse<byte[]> from(String origin, String method, String path)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(darkroom.uri(path))
            .header("origin", origin)
            .header("content-type", "application/json")
            .method(
                method,
                method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
    if (method.equals("OPTIONS")) {
      request.header("access-control-request-method", "POST");
      request.header("access-control-request-headers", "connect-protocol-version,content-type");
    }
    return darkroom.client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  void answersPreflightsOfAllowedOrigins() throws Exception {
    HttpResponse<byte[]> asked = from(ALLOWED, "OPTIONS", STREAMS);
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.headers().firstValue("access-control-allow-origin")).hasValue(ALLOWED);
    assertThat(asked.headers().firstValue("access-control-allow-methods"))
        .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
    assertThat(asked.headers().firstValue("access-control-allow-headers"))
        .hasValueSatisfying(
            headers -> assertThat(headers).contains("connect-protocol-version", "content-type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST " + STREAMS, "GET /v1/streams", "GET /v1/streams/never"})
  void allowsOnlyConfiguredOriginsToReadAnswers(String call) throws Exception {
    String[] parts = call.split(" ");
    HttpResponse<byte[]> allowed = from(ALLOWED, parts[0], parts[1]);
    assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue(ALLOWED);
    assertThat(allowed.headers().firstValue("access-control-expose-headers"))
        .hasValueSatisfying(exposed -> assertThat(exposed).contains("grpc-status"));
    HttpResponse<byte[]> foreign = from("https://foreign.example", parts[0], parts[1]);
    assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(darkroom.get("/v1/streams").headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void publishesNothingForAForeignPage() throws Exception {
    HttpRequest form =
        HttpRequest.newBuilder(darkroom.uri("/v1/streams/forged/frames"))
            .header("origin", "https://foreign.example")
            .POST(BodyPublishers.ofByteArray(JPEG))
            .build();
    HttpResponse<byte[]> refused = darkroom.client.send(form, BodyHandlers.ofByteArray());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).path("code").asText()).isEqualTo("FORBIDDEN");
    assertThat(darkroom.get("/v1/streams/forged").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs/", "/v1/streams", "/healthz", "/none"})
  void everyAnswerForbidsGuessingItsTypeAndHidesTheServer(String path) {
    HttpResponse<byte[]> answer = darkroom.get(path);
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("referrer-policy")).hasValue("same-origin");
    assertThat(answer.headers().firstValue("server")).isEmpty();
  }

  @Test
  void servesThePagesAboutTheApi() {
    assertThat(json(darkroom.get("/openapi.json")).path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(darkroom.get("/docs").headers().firstValue("location")).hasValue("/docs/");
    assertThat(new String(darkroom.get("/docs/").body(), UTF_8)).contains("<html");
    String specification = new String(darkroom.get("/docs/specification.json").body(), UTF_8);
    assertThat(specification)
        .contains("darkroom.v1.ImageProcessingService", "Runs a chain on one image");
  }

  @Test
  void givesTheStylesOfTheApiPageANonceThatIsUsedOnce() {
    HttpResponse<byte[]> page = darkroom.get("/docs/");
    String policy = page.headers().firstValue("content-security-policy").orElseThrow();
    assertThat(policy).contains("script-src 'self';").doesNotContain("unsafe");
    String nonce = policy.replaceFirst(".*'nonce-([^']+)'.*", "$1");
    assertThat(new String(page.body(), UTF_8))
        .contains("content=\"" + nonce + "\"", "src=\"styles.js\"")
        .doesNotContain("https://");
    assertThat(darkroom.get("/docs/").headers().firstValue("content-security-policy"))
        .hasValueSatisfying(next -> assertThat(next).contains("nonce-").doesNotContain(nonce));
  }

  @Test
  void compressesAnswersWithoutImages() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(darkroom.uri("/darkroom.v1.ImageProcessingService/ListFilters"))
            .header("content-type", "application/json")
            .header("accept-encoding", "br, gzip")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<byte[]> response = darkroom.client.send(request, BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
        .startsWith("{\"filters\"".getBytes(UTF_8));
  }
}
