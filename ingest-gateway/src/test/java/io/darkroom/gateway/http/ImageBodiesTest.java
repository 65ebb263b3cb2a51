package io.darkroom.gateway.http;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.PNG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.RawClient;
import io.darkroom.gateway.testing.TestSocket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as browsers, cameras, curl and ffmpeg send them. */
@Tag("slow")
class ImageBodiesTest {

  private static final String FORM =
      """
      --x\r
      Content-Disposition: form-data; name="chain"\r
      \r
      \r
      --x\r
      Content-Disposition: form-data; name="image"; filename="photo.jpg"\r
      Content-Type: image/jpeg\r
      \r
      %s\r
      --x--\r
      """;

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "image/jpeg",
        "image/*",
        "application/octet-stream",
        "application/x-www-form-urlencoded"
      })
  void takesImagesOfAnyUsualType(String type) {
    assertThat(darkroom.post("/v1/images:process", type, JPEG).statusCode()).isEqualTo(200);
    assertThat(darkroom.post("/v1/streams/types/frames", type, JPEG).statusCode()).isEqualTo(200);
  }

  @Test
  void takesAnImageOfAForm() {
    byte[] form = FORM.formatted(new String(JPEG, ISO_8859_1)).getBytes(ISO_8859_1);
    String type = "multipart/form-data; boundary=x";

    assertThat(darkroom.post("/v1/images:process", type, form).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> published = darkroom.post("/v1/streams/form/frames", type, form);
    assertThat(json(published).path("sequence").asLong(-1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "JPG", "Jpeg", "PNG"})
  void takesNamesOfEncodingsAsPeopleWriteThem(String encoding) {
    HttpResponse<byte[]> answer =
        darkroom.post("/v1/images:process?encoding=" + encoding, "image/jpeg", JPEG);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void namesTheMethodsThatExist(String method) {
    HttpResponse<byte[]> answer = darkroom.send(method, "/v1/images:process", "image/jpeg", JPEG);

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("POST");
    assertThat(json(answer).path("message").asText())
        .startsWith("method: %s (expected: POST)".formatted(method));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/images/names.csv")
  void namesOtherFormatsOnEveryWay(String file, String name) throws IOException {
    byte[] bytes = file(file);
    String message =
        "image: %s of %d bytes (expected: a JPEG or PNG).".formatted(name, bytes.length);
    for (String type :
        new String[] {
          null, "image/jpeg", "application/octet-stream", "application/x-www-form-urlencoded"
        }) {
      HttpResponse<byte[]> processed = darkroom.post("/v1/images:process", type, bytes);
      assertThat(json(processed).path("message").asText()).startsWith(message);
      assertThat(processed.statusCode()).isEqualTo(400);
      HttpResponse<byte[]> published = darkroom.post("/v1/streams/named/frames", type, bytes);
      assertThat(json(published).path("message").asText()).startsWith(message);
    }
    assertThat(pushed("named", "image/jpeg", new ByteArrayInputStream(bytes)).body())
        .contains(message);
    try (TestSocket socket = darkroom.socket("/v1/streams/named/publish")) {
      socket.send(bytes);
      assertThat(socket.nextJson().path("error").path("message").asText())
          .startsWith("frame: %s of %d bytes".formatted(name, bytes.length));
    }
  }

  @Test
  void namesAFieldThatIsNotBase64() {
    String url = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(JPEG);

    assertThat(message("/v1/images:process", "{\"image\":\"\\u0001//\"}"))
        .startsWith("image: not base64 (expected: bytes in base64).");
    assertThat(message("/v1/streams/b/frames", "{\"image\":\"%s\"}".formatted(url)))
        .isEqualTo(
            "image: a data URL (expected: bytes in base64). Send only the part after the comma.");
  }

  private static String message(String path, String body) {
    HttpResponse<byte[]> answer = darkroom.post(path, "application/json", body.getBytes(UTF_8));
    assertThat(answer.statusCode()).isEqualTo(400);
    return json(answer).path("message").asText();
  }

  @Test
  void statesTheSizeOfTheUprightPicture() {
    darkroom.post("/v1/streams/turned/frames", null, turnedRight());
    awaitSize("turned", 8, 16);
    darkroom.post("/v1/streams/turned/frames?orientation=stored", null, turnedRight());
    awaitSize("turned", 16, 8);
    try (TestSocket socket = darkroom.socket("/v1/streams/turned/publish")) {
      socket.send(turnedRight());
      awaitSize("turned", 8, 16);
    }
    try (TestSocket socket = darkroom.socket("/v1/streams/turned/publish?orientation=stored")) {
      socket.send(turnedRight());
      awaitSize("turned", 16, 8);
    }
  }

  /** A picture of 16 x 8 px that says that it is to be turned. */
  private static byte[] turnedRight() {
    byte[] exif = {
      -1,
      -31,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // directory at 8
      0,
      1,
      1,
      18,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0 // orientation 6
    };
    return joined(Arrays.copyOf(JPEG, 2), exif, Arrays.copyOfRange(JPEG, 2, JPEG.length));
  }

  private static void awaitSize(String stream, int width, int height) {
    await()
        .untilAsserted(
            () -> {
              JsonNode last = darkroom.json("/v1/streams/" + stream).path("lastFrame");
              assertThat(last.path("widthPx").asInt()).isEqualTo(width);
              assertThat(last.path("heightPx").asInt()).isEqualTo(height);
            });
  }

  @Test
  void refusesAnUnknownOrientation() {
    assertThat(
            json(darkroom.post("/v1/images:process?orientation=left", null, JPEG))
                .path("message")
                .asText())
        .startsWith("orientation: \"left\" (expected:");
  }

  @Test
  void publishesEachJpegOfABody() {
    byte[] three = joined(JPEG, new byte[] {0, 0, '\r', '\n'}, turnedRight(), JPEG);

    JsonNode answer = json(darkroom.post("/v1/streams/three/frames", "image/jpeg", three));

    assertThat(answer.path("frames").asInt()).isEqualTo(3);
    assertThat(answer.path("skippedBytes").asInt()).isEqualTo(4);
    awaitFrames("three", 3);
  }

  @Test
  void refusesSeveralJpegsInOneMessageOfAnRpc() {
    String two = Base64.getEncoder().encodeToString(joined(JPEG, JPEG));

    assertThat(message("/v1/streams/rpc/frames", "{\"image\":\"%s\"}".formatted(two)))
        .startsWith("image: 2 JPEGs one after the other (expected: one).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mjpeg", "mpjpeg"})
  void publishesWhatFfmpegPosts(String format) throws Exception {
    Path ffmpeg = Path.of("/usr/bin/ffmpeg");
    assumeTrue(Files.isExecutable(ffmpeg), "ffmpeg is installed");
    String stream = "ffmpeg-" + format;
    Process process =
        new ProcessBuilder(
                ("%s -v error -f lavfi -i testsrc=size=64x48:rate=50 -frames:v 50 -f %s"
                        + " -method POST %s")
                    .formatted(ffmpeg, format, darkroom.uri("/v1/streams/" + stream + "/frames"))
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    awaitFrames(stream, 50);
  }

  @Test
  void publishesEachJpegOfAMessage() {
    try (TestSocket socket = darkroom.socket("/v1/streams/message/publish")) {
      for (int i = 0; i < 20; i++) {
        socket.send(joined(JPEG, JPEG, JPEG));
      }
      for (int i = 0; i < 60; i++) {
        assertThat(socket.nextJson().path("sequence").asInt(-1)).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void publishesImagesOfAPushWithoutALimit(HttpClient.Version version) {
    String stream = "push-" + version;
    byte[] large = Arrays.copyOf(JPEG, 2 << 20);
    InputStream body = repeated(joined(large, JPEG), 12);

    HttpResponse<String> answer = pushed(stream, "image/jpeg", body, version);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"frames\":24").contains("\"rejects\":{}");
    awaitFrames(stream, 24);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/x-mixed-replace;boundary=ffmpeg",
        "multipart/x-mixed-replace; boundary=--frame",
        "multipart/x-mixed-replace"
      })
  void publishesThePartsOfAMultipartPush(String type) {
    byte[] head =
        "--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: 3\r\n\r\n".getBytes(UTF_8);
    byte[] part = joined(head, JPEG, "\r\n".getBytes(UTF_8));

    HttpResponse<String> answer = pushed("parts", type, repeated(part, 5));

    assertThat(answer.body()).contains("\"frames\":5").contains("\"skippedBytes\":0");
    assertThat(skipped("framing")).isPositive();
  }

  @Test
  void tellsAndCountsPartsThatAreNoJpegs() {
    double before = skipped("other");
    byte[] head = "--frame\r\nContent-type: image/jpeg\r\n\r\n".getBytes(UTF_8);
    byte[] page = new byte[5000];
    byte[] body = joined(head, JPEG, head, page, head, JPEG);

    HttpResponse<String> answer =
        pushed("pages", "multipart/x-mixed-replace", new ByteArrayInputStream(body));

    int told = 2 * head.length + page.length;
    assertThat(answer.body()).contains("\"frames\":2").contains("\"skippedBytes\":" + told);
    assertThat(skipped("other") - before).isEqualTo(told);
  }

  private static double skipped(String reason) {
    String series = "darkroom_gateway_skipped_bytes_total{reason=\"%s\"} ".formatted(reason);
    return new String(darkroom.get("/metrics").body(), UTF_8)
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .sum();
  }

  @Test
  void publishesFramesWhileThePushGoesOn() {
    try (RawClient camera = RawClient.connect(darkroom.gateway.port())) {
      camera.send(
          ("POST /v1/streams/live-push/frames HTTP/1.1\r\nHost: localhost\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(UTF_8));
      byte[] size = "%x\r\n".formatted(JPEG.length).getBytes(UTF_8);
      for (int i = 1; i <= 3; i++) {
        camera.send(joined(size, JPEG, "\r\n".getBytes(UTF_8)));
        awaitFrames("live-push", i);
      }
      camera.send("0\r\n\r\n".getBytes(UTF_8));
      assertThat(camera.status()).isEqualTo(200);
    }
  }

  @Test
  void answersAPushOfOneImageLikeAnImage() {
    for (byte[] image : new byte[][] {JPEG, PNG}) {
      HttpResponse<String> answer = pushed("one", null, new ByteArrayInputStream(image));
      assertThat(answer.body()).contains("\"sequence\"").contains("\"offset\"");
    }
  }

  @Test
  void countsImagesOfAPushThatAreTooLargeAndGoesOn() {
    byte[] endless = Arrays.copyOf(JPEG, JPEG.length - 2);
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(JPEG),
                    new ByteArrayInputStream(endless),
                    new ByteArrayInputStream(new byte[11 << 20]),
                    new ByteArrayInputStream(JPEG))));

    HttpResponse<String> answer = pushed("large", "image/jpeg", body);

    assertThat(answer.body())
        .contains("\"frames\":2")
        .contains("\"rejects\":{\"IMAGE_TOO_LARGE\":1}");
  }

  @Test
  void refusesAPushWithoutImages() {
    HttpResponse<String> answer =
        pushed("none", "multipart/x-mixed-replace", new ByteArrayInputStream(new byte[100]));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("no JPEG in it");

    answer = pushed("none", null, new ByteArrayInputStream(new byte[11 << 20]));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  private static HttpResponse<String> pushed(String stream, String type, InputStream body) {
    return pushed(stream, type, body, HttpClient.Version.HTTP_1_1);
  }

  private static HttpResponse<String> pushed(
      String stream, String type, InputStream body, HttpClient.Version version) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(darkroom.uri("/v1/streams/" + stream + "/frames"))
            .version(version)
            .POST(BodyPublishers.ofInputStream(() -> body));
    if (type != null) {
      request.header("content-type", type);
    }
    return darkroom.client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  private static void awaitFrames(String stream, int frames) {
    await()
        .untilAsserted(
            () ->
                assertThat(darkroom.json("/v1/streams/" + stream).path("frames").asInt())
                    .isEqualTo(frames));
  }

  private static InputStream repeated(byte[] part, int times) {
    return new SequenceInputStream(
        Collections.enumeration(
            Collections.nCopies(times, part).stream().map(ByteArrayInputStream::new).toList()));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = ImageBodiesTest.class.getResourceAsStream("/images/" + name)) {
      return in.readAllBytes();
    }
  }
}
