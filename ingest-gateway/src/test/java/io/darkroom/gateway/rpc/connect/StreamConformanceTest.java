package io.darkroom.gateway.rpc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Answer;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Variant;
import io.darkroom.gateway.rpc.connect.scripted.Failure;
import io.darkroom.gateway.rpc.connect.scripted.Header;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the cases of {@link UnaryConformanceTest}'s suites for streaming calls. */
@Tag("slow")
class StreamConformanceTest {

  private static final Variant PLAIN = new Variant("h2c", "proto", false);
  private static final Script EMPTY = Script.getDefaultInstance();
  private static final Script TWO =
      Script.newBuilder()
          .addMessages(ByteString.copyFromUtf8("one"))
          .addMessages(ByteString.copyFromUtf8("two"))
          .addHeaders(
              Header.newBuilder().setName("x-custom-header").addValues("foo").addValues("bar"))
          .addTrailers(
              Header.newBuilder().setName("x-custom-trailer").addValues("bing").addValues("quux"))
          .build();

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

  static List<Variant> http2Variants() {
    return ScriptedServer.http2Variants();
  }

  private static List<String> data(Answer answer) {
    return answer.messages().stream().map(message -> message.getData().toStringUtf8()).toList();
  }

  private static void assertMetadata(Answer answer) {
    assertThat(answer.headers().getAll("x-custom-header")).containsExactly("foo", "bar");
    assertThat(answer.end().at("/metadata/x-custom-trailer").toString())
        .isEqualTo("[\"bing\",\"quux\"]");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void answersManyMessages(Variant variant) {
    Answer answer =
        server.caller(variant).stream(
            "ServerStream", List.of(TWO), "x-test", "Value1", "x-test", "Value2");
    assertThat(data(answer)).containsExactly("one", "two");
    assertThat(answer.messages().get(0).getRequestHeadersCount()).isEqualTo(2);
    assertThat(answer.end().has("error")).isFalse();
    assertThat(answer.headers().get("connect-content-encoding"))
        .isEqualTo(variant.gzip() ? "gzip" : null);
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void answersWithoutAMessage(Variant variant) {
    Answer answer =
        server.caller(variant).stream(
            "ServerStream", List.of(TWO.toBuilder().clearMessages().build()));
    assertThat(answer.messages()).isEmpty();
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void acceptsManyMessages(Variant variant) {
    Answer answer =
        server.caller(variant).stream(
            "ClientStream", List.of(TWO.toBuilder().clearMessages().build(), EMPTY, EMPTY));
    assertThat(answer.messages()).hasSize(1);
    assertThat(answer.messages().get(0).getRequests()).isEqualTo(3);
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void acceptsNoMessage(Variant variant) {
    Answer answer = server.caller(variant).stream("ClientStream", List.of());
    assertThat(answer.messages()).hasSize(1);
    assertThat(answer.messages().get(0).getRequests()).isZero();
    assertThat(
            server.caller(variant).stream("ClientStream", List.of(EMPTY))
                .messages()
                .get(0)
                .getRequests())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("http2Variants")
  void answersAfterAllRequests(Variant variant) {
    Answer answer = server.caller(variant).stream("BidiStream", List.of(TWO, EMPTY, EMPTY));
    assertThat(data(answer)).containsExactly("one", "two");
    assertThat(answer.messages().get(0).getRequests()).isEqualTo(3);
    assertMetadata(answer);
    assertThat(server.caller(variant).stream("BidiStream", List.of()).messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void reportsErrorsInTheLastMessage(int code) {
    Failure failure = Failure.newBuilder().setCode(code).setMessage("wh\u00fc").build();
    Script script = TWO.toBuilder().setFailure(failure).build();
    variants()
        .forEach(
            variant -> {
              Answer late = server.caller(variant).stream("ServerStream", List.of(script));
              assertThat(data(late)).containsExactly("one", "two");
              assertMetadata(late);
              Answer early =
                  server.caller(variant).stream(
                      "ServerStream", List.of(script.toBuilder().clearMessages().build()));
              assertThat(early.messages()).isEmpty();
              assertThat(early.end().at("/metadata/x-custom-trailer")).hasSize(2);
              for (Answer answer : List.of(late, early)) {
                assertThat(answer.code()).isNotBlank().isEqualTo(unaryCode(failure));
                assertThat(answer.error().path("message").asText()).isEqualTo("wh\u00fc");
              }
            });
  }

  private static String unaryCode(Failure failure) {
    return server
        .caller(PLAIN)
        .unary("Unary", Script.newBuilder().setFailure(failure).build())
        .code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ServerStream", "ClientStream", "BidiStream"})
  void endsTheCallAtTheDeadline(String method) {
    Script slow = TWO.toBuilder().setDelayMillis(30_000).build();
    for (Variant variant : http2Variants()) {
      Answer answer =
          server.caller(variant).stream(method, List.of(slow), "connect-timeout-ms", "200");
      assertThat(answer.code()).as(variant.toString()).isEqualTo("deadline_exceeded");
    }
  }

  @Test
  void hasNoDeadlineThatTheCallerDidNotSet() {
    Answer answer = server.caller(PLAIN).stream("ServerStream", List.of(TWO));
    assertThat(answer.messages().get(0).getTimeoutMillis()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void refusesNoneOrSeveralRequestsForAServerStream(int requests) {
    Answer answer = server.caller(PLAIN).stream("ServerStream", Collections.nCopies(requests, TWO));
    assertThat(answer.code()).isEqualTo("unimplemented");
    assertThat(answer.messages()).isEmpty();
  }

  @Test
  void refusesWhatItCannotDecode() {
    ConnectCaller caller = server.caller(PLAIN);
    byte[] flagged = ConnectCaller.envelope(1, TWO.toByteArray());
    assertThat(
            caller.streamAnswer(caller.send(caller.streamHeaders("ServerStream"), flagged)).code())
        .isEqualTo("internal");
    RequestHeaders unknown =
        caller.streamHeaders("ServerStream", "connect-content-encoding", "zstd");
    assertThat(caller.streamAnswer(caller.send(unknown, flagged)).code())
        .isEqualTo("unimplemented");
    RequestHeaders version =
        caller
            .streamHeaders("ServerStream")
            .withMutations(h -> h.set("connect-protocol-version", "9"));
    assertThat(caller.streamAnswer(caller.send(version, flagged)).code())
        .isEqualTo("invalid_argument");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void limitsEachMessageButNotTheStream(Variant variant) {
    ConnectCaller caller = server.caller(variant);
    Script padded = padded(ScriptedServer.MESSAGE_LIMIT / 2);
    Answer all = caller.stream("ClientStream", Collections.nCopies(100, padded));
    assertThat(all.messages().get(0).getRequests()).isEqualTo(100);
    Answer refused =
        caller.stream("ClientStream", List.of(EMPTY, padded(ScriptedServer.MESSAGE_LIMIT + 10)));
    assertThat(refused.code()).isEqualTo("resource_exhausted");
  }

  private static Script padded(int bytes) {
    return Script.newBuilder().setPadding(ByteString.copyFrom(new byte[bytes])).build();
  }

  @Test
  void refusesBidirectionalStreamsOverHttp1() {
    ConnectCaller caller = server.caller(new Variant("h1c", "proto", false));
    AggregatedHttpResponse response =
        caller.send(caller.streamHeaders("BidiStream"), caller.envelope(TWO));
    assertThat(response.status().code()).isEqualTo(505);
  }
}
