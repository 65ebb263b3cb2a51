package io.darkroom.gateway.error;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.testing.Darkroom;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ErrorsTest {

  private static final String FRAMES = "/v1/streams/cam/frames";

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static JsonNode assertCoded(HttpResponse<byte[]> response, ErrorCode code) {
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    JsonNode body = json(response);
    assertThat(body.path("code").asText()).as(body.toString()).isEqualTo(code.name());
    assertThat(response.statusCode()).isEqualTo(code.httpStatus());
    assertThat(body.path("message").asText()).isNotBlank().doesNotContain("%20", "armeria");
    assertThat(body.path("details").isArray()).isTrue();
    assertThat(body.path("retryable").asText()).isEqualTo("" + code.retryable());
    assertThat(response.headers().firstValue("x-correlation-id"))
        .hasValue(body.path("correlationId").asText());
    return body;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/streams/never, NOT_FOUND",
    "GET, /v1/pipelines/never, NOT_FOUND",
    "GET, /v1/pipelines/never/snapshot, NOT_FOUND",
    "DELETE, /v1/pipelines/never, NOT_FOUND",
    "GET, /v1/nothing, NOT_FOUND",
    "GET, /v1, NOT_FOUND",
    "GET, /nothing.js, NOT_FOUND",
    "POST, /v1/images:process, INVALID_IMAGE",
  })
  void codesCallsWithoutABody(String method, String path, ErrorCode code) {
    assertCoded(darkroom.send(method, path, null, null), code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DELETE; /v1/filters; GET; GET",
        "GET; /v1/images:process; POST; POST",
        "PATCH; /v1/pipelines/p; GET, PUT or DELETE; GET, PUT, DELETE",
        "PUT; /v1/streams/cam/publish?x=1; GET; GET",
        "POST; /v1/sources/s; GET, PUT or DELETE; GET, PUT, DELETE",
        "POST; /index.html; GET or HEAD; GET, HEAD",
      })
  void namesTheMethodsOfAPath(String method, String path, String expected, String allow) {
    HttpResponse<byte[]> response = darkroom.send(method, path, "application/json", null);
    assertThat(assertCoded(response, ErrorCode.METHOD_NOT_ALLOWED).path("message").asText())
        .isEqualTo("method: %s (expected: %s).".formatted(method, expected));
    assertThat(response.headers().firstValue("allow")).hasValue(allow);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PUT; /v1/pipelines/p; {\"streamId\":\"cam\",\"chain\":\"grayscal\"}; INVALID_CHAIN",
        "PUT; /v1/pipelines/p; {\"streamId\":\"cam\",\"chain\":\"grayscale(\"}; INVALID_CHAIN",
        "PUT; /v1/pipelines/p; {\"streamId\":\"\"}; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/-p; {\"streamId\":\"cam\"}; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/p; {\"streamId\":\"cam\",\"accelerator\":\"tpu\"}; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/p; {\"streamId\":\"cam\",\"chian\":\"\"}; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/p; {\"streamId\":\"cam\",\"output\":{\"quality\":101}}; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/p; {\"streamId\":; INVALID_ARGUMENT",
        "PUT; /v1/pipelines/p; []; INVALID_ARGUMENT",
        "POST; /v1/images:process; {\"chain\":\"ü\"}; INVALID_CHAIN",
        "POST; /v1/images:process; {}; INVALID_IMAGE",
        "POST; /v1/images:process; {\"image\":\"!\"}; INVALID_ARGUMENT",
      })
  void codesJson(String method, String path, String body, ErrorCode code) {
    assertCoded(darkroom.send(method, path, "application/json", body.getBytes(UTF_8)), code);
  }

  @Test
  void pointsAtTheColumnOfAMistake() {
    HttpResponse<byte[]> response =
        darkroom.put("/v1/pipelines/p", "{\"streamId\":\"cam\",\"chain\":\"grayscale | blurr\"}");
    JsonNode detail = assertCoded(response, ErrorCode.INVALID_CHAIN).at("/details/0");
    assertThat(detail.path("field").asText()).isEqualTo("chain");
    assertThat(detail.path("column").asInt()).isEqualTo(13);
    assertThat(detail.path("description").asText()).contains("blurr");
  }

  @Test
  void namesTheUnknownFieldOfABody() {
    HttpResponse<byte[]> response =
        darkroom.put("/v1/pipelines/p", "{\"streamId\":\"cam\",\"chian\":\"\"}");
    assertThat(assertCoded(response, ErrorCode.INVALID_ARGUMENT).path("message").asText())
        .contains("chian");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"uri":{"a":"hush"}}         | body: Invalid value for expected type: STRING (expected
          {"credentials":"hush"}       | body: Expect message object (expected
          {"credentials":{"password":{"a":"hush\\nhush"}}} | body: Invalid value for expected type: STRING (e
          {"credentials":{"parameters":["hush"]}} | body: Expect a map object (expected
          """)
  void leavesOutValuesOfAWrongType(String body, String expected) {
    HttpResponse<byte[]> answer = darkroom.put("/v1/sources/x", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).doesNotContain("hush");
    assertThat(Darkroom.json(answer).path("message").asText()).startsWith(expected);
  }

  @Test
  void keepsNonAsciiLettersInMessages() {
    HttpResponse<byte[]> response =
        darkroom.put("/v1/pipelines/p", "{\"streamId\":\"Küche\",\"chain\":\"\"}");
    assertThat(assertCoded(response, ErrorCode.INVALID_ARGUMENT).path("message").asText())
        .contains("Küche");
  }

  @Test
  void codesBadImages() {
    assertCoded(darkroom.post(FRAMES, "image/jpeg", new byte[0]), ErrorCode.INVALID_IMAGE);
    assertCoded(darkroom.post(FRAMES, null, new byte[100]), ErrorCode.INVALID_IMAGE);
    assertCoded(
        darkroom.post(FRAMES, "image/png", Darkroom.image("png", 101, 1)),
        ErrorCode.IMAGE_TOO_LARGE);
    assertCoded(
        darkroom.post("/v1/images:process", "image/gif", new byte[100]), ErrorCode.INVALID_IMAGE);
    assertCoded(
        darkroom.post("/v1/images:process?quality=high", "image/jpeg", JPEG),
        ErrorCode.INVALID_ARGUMENT);
    assertCoded(
        darkroom.post("/v1/images:process?chain=blurr", "image/jpeg", JPEG),
        ErrorCode.INVALID_CHAIN);
    assertCoded(darkroom.post(FRAMES, "text/plain", JPEG), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    assertCoded(
        darkroom.post("/v1/streams/-x/frames", "image/jpeg", JPEG), ErrorCode.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource({"1048577", "3000000"})
  void codesBodiesThatAreTooLarge(int bytes) {
    assertCoded(darkroom.post(FRAMES, "image/jpeg", new byte[bytes]), ErrorCode.IMAGE_TOO_LARGE);
    assertCoded(
        darkroom.post("/v1/images:process", "image/jpeg", new byte[bytes]),
        ErrorCode.IMAGE_TOO_LARGE);
    String json = "{\"streamId\":\"cam\",\"chain\":\"%s\"}".formatted("x".repeat(2 * bytes));
    assertCoded(darkroom.put("/v1/pipelines/p", json), ErrorCode.BODY_TOO_LARGE);
  }
}
