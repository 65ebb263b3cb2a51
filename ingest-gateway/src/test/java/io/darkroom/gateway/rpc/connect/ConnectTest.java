package io.darkroom.gateway.rpc.connect;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.ErrorInfo;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.v1.ListStreamsResponse;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls the gateway's own services by the Connect protocol. */
@Tag("slow")
class ConnectTest {

  private static final String IMAGES = "/darkroom.v1.ImageProcessingService/";
  private static final String STREAMS = "/darkroom.v1.StreamService/";

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static HttpResponse<byte[]> post(String path, String json) {
    return darkroom.post(path, "application/json", json.getBytes(UTF_8));
  }

  @Test
  void processesAnImageInBinary() throws Exception {
    byte[] request =
        ProcessImageRequest.newBuilder()
            .setImage(Darkroom.jpeg())
            .setChain("grayscale")
            .build()
            .toByteArray();
    HttpResponse<byte[]> response =
        darkroom.post(IMAGES + "ProcessImage", "application/proto", request);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/proto");
    assertThat(ProcessImageResponse.parseFrom(response.body()).getImage().toByteArray())
        .isEqualTo(JPEG);
  }

  @Test
  void answersJsonAndQueries() throws Exception {
    HttpResponse<byte[]> posted = post(STREAMS + "ListStreams", "{}");
    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(json(posted).path("streams").isArray()).isTrue();
    HttpResponse<byte[]> queried =
        darkroom.get(STREAMS + "ListStreams?connect=v1&encoding=json&message=%7B%7D");
    assertThat(json(queried).path("streams").isArray()).isTrue();
    HttpResponse<byte[]> binary =
        darkroom.get(STREAMS + "ListStreams?connect=v1&encoding=proto&base64=1&message=");
    assertThat(binary.statusCode()).isEqualTo(200);
    assertThat(ListStreamsResponse.parseFrom(binary.body())).isNotNull();
  }

  @Test
  void reportsTheCodeAndTheDetails() throws Exception {
    HttpResponse<byte[]> response =
        post(
            IMAGES + "ProcessImage",
            "{\"image\":\"%s\",\"chain\":\"grayscal\"}"
                .formatted(Base64.getEncoder().encodeToString(JPEG)));
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = json(response);
    assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
    assertThat(error.path("message").asText()).contains("Did you mean grayscale?");
    assertThat(error.at("/details/0/type").asText()).isEqualTo("google.rpc.ErrorInfo");
    ErrorInfo info =
        ErrorInfo.parseFrom(Base64.getDecoder().decode(error.at("/details/0/value").asText()));
    assertThat(info.getReason()).isEqualTo("INVALID_CHAIN");
  }

  @Test
  void endsTheCallAtTheDeadlineOfTheServer() {
    HttpResponse<byte[]> response =
        post(
            IMAGES + "ProcessImage",
            "{\"image\":\"%s\",\"chain\":\"silent\"}"
                .formatted(Base64.getEncoder().encodeToString(JPEG)));
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(json(response).path("code").asText()).isEqualTo("deadline_exceeded");
  }

  @Test
  void refusesUnknownServicesAndMethods() {
    for (String path : new String[] {STREAMS + "Nothing", "/darkroom.v1.NoService/Nothing"}) {
      HttpResponse<byte[]> response = post(path, "{}");
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(json(response).path("code").asText()).isEqualTo("unimplemented");
    }
    assertThat(darkroom.get(IMAGES + "ProcessImage?encoding=json&message=%7B%7D").statusCode())
        .isEqualTo(405);
  }

  @Test
  void reportsABodyThatIsTooLong() {
    HttpResponse<byte[]> response =
        darkroom.post(IMAGES + "ProcessImage", "application/proto", new byte[3_000_000]);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(json(response).path("code").asText()).isEqualTo("invalid_argument");
    assertThat(json(response).path("message").asText()).startsWith("body: too large");
  }
}
