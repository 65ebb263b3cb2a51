package io.darkroom.gateway.rpc.connect;

import static io.darkroom.gateway.rpc.connect.ConnectCaller.SERVICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Answer;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Variant;
import io.darkroom.gateway.rpc.connect.scripted.Detail;
import io.darkroom.gateway.rpc.connect.scripted.Failure;
import io.darkroom.gateway.rpc.connect.scripted.Header;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the server cases of Connect's conformance suites for unary calls: Basic, Errors, Duplicate
 * Metadata, Timeouts, Deadline Propagation, GET, Message Size, Empty Requests, Unexpected Requests,
 * codes to HTTP statuses. {@link StreamConformanceTest} has the streaming cases.
 *
 * <p>Not covered: suites for clients, TLS client certificates, the suites of gRPC and gRPC-Web,
 * compressions other than gzip, full duplex, headers of calls that fail before their first message.
 */
@Tag("slow")
class UnaryConformanceTest {

  private static final Variant PLAIN = new Variant("h1c", "proto", false);
  private static final Script HELLO =
      Script.newBuilder().addMessages(ByteString.copyFromUtf8("hello")).build();
  private static ScriptedServer server;

  @BeforeAll
  static void start() {
    server = ScriptedServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Variant> variants() {
    return ScriptedServer.variants();
  }

  private static Header header(String name, String... values) {
    return Header.newBuilder().setName(name).addAllValues(List.of(values)).build();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void answersWithMetadata(Variant variant) {
    Script script =
        HELLO.toBuilder()
            .addHeaders(header("x-custom-header", "foo", "bar", "baz"))
            .addHeaders(header("x-data-bin", "hello"))
            .addTrailers(header("x-custom-trailer", "bing", "quux"))
            .build();
    Answer answer =
        server.caller(variant).unary("Unary", script, "x-test", "Value1", "x-test", "Value2");
    assertThat(answer.headers().get("content-type")).isEqualTo("application/" + variant.format());
    assertThat(answer.headers().get("content-encoding")).isEqualTo(variant.gzip() ? "gzip" : null);
    assertThat(answer.headers().getAll("x-custom-header")).containsExactly("foo", "bar", "baz");
    assertThat(answer.headers().get("x-data-bin")).isEqualTo("aGVsbG8");
    assertThat(answer.headers().getAll("trailer-x-custom-trailer")).containsExactly("bing", "quux");
    assertThat(answer.messages().get(0).getData().toStringUtf8()).isEqualTo("hello");
    assertThat(answer.messages().get(0).getRequestHeadersList())
        .extracting(sent -> sent.getValues(0))
        .containsExactly("Value1", "Value2");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void acceptsAnEmptyMessage(Variant variant) {
    Answer answer = server.caller(variant).unary("Unary", Script.getDefaultInstance());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.messages().get(0).getRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, canceled, 499",
    "2, unknown, 500",
    "3, invalid_argument, 400",
    "4, deadline_exceeded, 504",
    "5, not_found, 404",
    "6, already_exists, 409",
    "7, permission_denied, 403",
    "8, resource_exhausted, 429",
    "9, failed_precondition, 400",
    "10, aborted, 409",
    "11, out_of_range, 400",
    "12, unimplemented, 501",
    "13, internal, 500",
    "14, unavailable, 503",
    "15, data_loss, 500",
    "16, unauthenticated, 401",
  })
  void reportsCodesByNameAndStatus(int number, String name, int status) {
    Script script =
        Script.newBuilder()
            .setFailure(Failure.newBuilder().setCode(number).setMessage("why"))
            .addTrailers(header("x-custom-trailer", "bing"))
            .build();
    variants()
        .forEach(
            variant -> {
              Answer answer = server.caller(variant).unary("Unary", script);
              assertThat(answer.status()).isEqualTo(status);
              assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
              assertThat(answer.code()).isEqualTo(name);
              assertThat(answer.error().path("message").asText()).isEqualTo("why");
              assertThat(answer.headers().get("trailer-x-custom-trailer")).isEqualTo("bing");
            });
  }

  @ParameterizedTest
  @MethodSource("variants")
  void keepsEveryCharacterOfErrorMessages(Variant variant) {
    String message = "\ntest with whitespace\r\nand Unicode ☺ and beyond 😈\n%41+";
    Script script =
        Script.newBuilder()
            .setFailure(Failure.newBuilder().setCode(13).setMessage(message))
            .build();
    assertThat(server.caller(variant).unary("Unary", script).error().path("message").asText())
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void reportsDetails(Variant variant) throws Exception {
    ErrorInfo info = ErrorInfo.newBuilder().setReason("SOME").setDomain("here").build();
    Script script =
        Script.newBuilder()
            .setFailure(
                Failure.newBuilder()
                    .setCode(9)
                    .addDetails(
                        Detail.newBuilder()
                            .setType("google.rpc.ErrorInfo")
                            .setValue(info.toByteString()))
                    .addDetails(
                        Detail.newBuilder()
                            .setType("some.other.Type")
                            .setValue(ByteString.copyFromUtf8("a"))))
            .build();
    JsonNode details = server.caller(variant).unary("Unary", script).error().path("details");
    assertThat(details).hasSize(2);
    assertThat(details.at("/0/type").asText()).isEqualTo("google.rpc.ErrorInfo");
    assertThat(ErrorInfo.parseFrom(Base64.getDecoder().decode(details.at("/0/value").asText())))
        .isEqualTo(info);
    assertThat(details.at("/1/value").asText()).as("base64 without padding").isEqualTo("YQ");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void endsTheCallAtTheDeadline(Variant variant) {
    Script slow = HELLO.toBuilder().setDelayMillis(30_000).build();
    int cancelled = server.service.cancelled.get();
    Answer answer = server.caller(variant).unary("Unary", slow, "connect-timeout-ms", "200");
    assertThat(answer.code()).isEqualTo("deadline_exceeded");
    assertThat(answer.status()).isEqualTo(504);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.service.cancelled.get() > cancelled);
  }

  @ParameterizedTest
  @CsvSource({"12345, 12345", "9999999999, 9999999000", "'', 20000"})
  void passesTheDeadlineOn(String header, long millis) {
    String[] headers =
        header.isEmpty() ? new String[0] : new String[] {"connect-timeout-ms", header};
    Answer answer = server.caller(PLAIN).unary("Unary", HELLO, headers);
    assertThat(answer.messages().get(0).getTimeoutMillis()).isBetween(millis - 5_000, millis + 50);
  }

  @ParameterizedTest
  @CsvSource({
    "connect-timeout-ms, soon, invalid_argument",
    "connect-timeout-ms, 12345678901, invalid_argument",
    "connect-timeout-ms, -1, invalid_argument",
    "connect-timeout-ms, 0, deadline_exceeded",
    "connect-protocol-version, 2, invalid_argument",
    "content-encoding, zstd, unimplemented",
  })
  void refusesHeadersThatBreakTheProtocol(String name, String value, String code) {
    RequestHeaders headers =
        ConnectCaller.request("Unary", "application/proto").set(name, value).build();
    Script slow = HELLO.toBuilder().setDelayMillis(30_000).build();
    ConnectCaller caller = server.caller(PLAIN);
    Answer answer = caller.unaryAnswer(caller.send(headers, slow.toByteArray()));
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.error().path("message").asText()).contains("(expected: ");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, Unary, image/jpeg, 415",
    "POST, Unary, application/foo, 415",
    "POST, Unary, application/connect+proto, 415",
    "POST, ServerStream, application/proto, 415",
    "DELETE, Unary, application/proto, 405",
    "PUT, ServerStream, application/connect+proto, 405",
    "GET, Unary, , 405",
    "POST, Nothing, application/proto, 404",
    "POST, Unimplemented, application/proto, 501",
  })
  void refusesWrongMethodsPathsAndTypes(HttpMethod verb, String method, String type, int status) {
    RequestHeaders headers =
        RequestHeaders.builder(verb, SERVICE + method)
            .set("content-type", type == null ? "application/proto" : type)
            .build();
    AggregatedHttpResponse answer =
        server.caller(PLAIN).send(headers, verb == HttpMethod.GET ? new byte[0] : new byte[8]);
    if (!method.equals("Unimplemented")) {
      assertThat(answer.status().code()).isEqualTo(status);
    }
    if (status == 415) {
      assertThat(answer.headers().get("accept-post"))
          .isEqualTo(
              method.equals("ServerStream")
                  ? "application/connect+proto, application/connect+json"
                  : "application/proto, application/json");
    }
  }

  @Test
  void reportsUnimplementedMethods() {
    Answer answer = server.caller(PLAIN).unary("Unimplemented", Script.getDefaultInstance());
    assertThat(answer.code()).isEqualTo("unimplemented");
    Answer unknown = server.caller(PLAIN).unary("Nothing", Script.getDefaultInstance());
    assertThat(unknown.code()).isEqualTo("unimplemented");
    assertThat(unknown.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void acceptsQueries(Variant variant) {
    ConnectCaller caller = server.caller(variant);
    byte[] message = variant.gzip() ? ConnectCaller.gzip(caller.write(HELLO)) : caller.write(HELLO);
    boolean text = variant.format().equals("json") && !variant.gzip();
    String query =
        "?connect=v1&encoding=%s&base64=%s&compression=%s&message=%s"
            .formatted(
                variant.format(),
                text ? "0" : "1",
                variant.gzip() ? "gzip" : "identity",
                text
                    ? URLEncoder.encode(new String(message, UTF_8), UTF_8)
                    : Base64.getUrlEncoder().encodeToString(message));
    Answer answer = caller.unaryAnswer(caller.get(SERVICE + "IdempotentUnary" + query));
    assertThat(answer.messages().get(0).getData().toStringUtf8()).isEqualTo("hello");
    assertThat(caller.get(SERVICE + "Unary" + query).headers().get("allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @CsvSource({
    "connect=v2&encoding=proto&message=, 400",
    "connect=v1&encoding=proto, 400",
    "connect=v1&encoding=proto&base64=1&message=%21, 400",
    "connect=v1&encoding=xml&message=, 415",
    "connect=v1&message=, 415",
    "connect=v1&encoding=proto&compression=zstd&message=, 501",
  })
  void refusesQueriesThatBreakTheProtocol(String query, int status) {
    assertThat(server.caller(PLAIN).get(SERVICE + "IdempotentUnary?" + query).status().code())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void limitsTheSizeAfterDecompression(Variant variant) {
    int room = ScriptedServer.MESSAGE_LIMIT - 4;
    ConnectCaller caller = server.caller(variant);
    byte[] zeros = new byte[variant.format().equals("proto") ? room : room / 4 * 3 - 64];
    assertThat(caller.unary("Unary", padded(zeros)).status()).isEqualTo(200);
    assertThat(caller.unary("Unary", padded(Arrays.copyOf(zeros, zeros.length + 100))).code())
        .isEqualTo("resource_exhausted");
  }

  private static Script padded(byte[] padding) {
    return Script.newBuilder().setPadding(ByteString.copyFrom(padding)).build();
  }
}
