package io.darkroom.gateway.rpc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Answer;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Way;
import io.darkroom.gateway.rpc.connect.told.Failure;
import io.darkroom.gateway.rpc.connect.told.Header;
import io.darkroom.gateway.rpc.connect.told.Orders;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of {@link UnaryConformanceTest}'s suites for calls of many messages. */
class StreamConformanceTest {

  private static final Way PLAIN = new Way("h2c", "proto", false);
  private static final Orders EMPTY = Orders.getDefaultInstance();
  private static final Orders TWO =
      Orders.newBuilder()
          .addMessages(ByteString.copyFromUtf8("one"))
          .addMessages(ByteString.copyFromUtf8("two"))
          .addHeaders(
              Header.newBuilder().setName("x-custom-header").addValues("foo").addValues("bar"))
          .addTrailers(
              Header.newBuilder().setName("x-custom-trailer").addValues("bing").addValues("quux"))
          .build();

  private static ToldServer server;

  @BeforeAll
  static void start() {
    server = ToldServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Way> ways() {
    return ToldServer.ways();
  }

  static List<Way> duplexWays() {
    return ToldServer.duplexWays();
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
  @MethodSource("ways")
  void answersManyMessages(Way way) {
    Answer answer =
        server.caller(way).stream("Many", List.of(TWO), "x-test", "Value1", "x-test", "Value2");
    assertThat(data(answer)).containsExactly("one", "two");
    assertThat(answer.messages().get(0).getRequestHeadersCount()).isEqualTo(2);
    assertThat(answer.end().has("error")).isFalse();
    assertThat(answer.headers().get("connect-content-encoding"))
        .isEqualTo(way.gzip() ? "gzip" : null);
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void answersWithoutAMessage(Way way) {
    Answer answer =
        server.caller(way).stream("Many", List.of(TWO.toBuilder().clearMessages().build()));
    assertThat(answer.messages()).isEmpty();
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void takesManyMessages(Way way) {
    Answer answer =
        server.caller(way).stream(
            "Gather", List.of(TWO.toBuilder().clearMessages().build(), EMPTY, EMPTY));
    assertThat(answer.messages()).hasSize(1);
    assertThat(answer.messages().get(0).getRequests()).isEqualTo(3);
    assertMetadata(answer);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void takesNoMessage(Way way) {
    Answer answer = server.caller(way).stream("Gather", List.of());
    assertThat(answer.messages()).hasSize(1);
    assertThat(answer.messages().get(0).getRequests()).isZero();
    assertThat(server.caller(way).stream("Gather", List.of(EMPTY)).messages().get(0).getRequests())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("duplexWays")
  void answersAfterAllRequests(Way way) {
    Answer answer = server.caller(way).stream("Converse", List.of(TWO, EMPTY, EMPTY));
    assertThat(data(answer)).containsExactly("one", "two");
    assertThat(answer.messages().get(0).getRequests()).isEqualTo(3);
    assertMetadata(answer);
    assertThat(server.caller(way).stream("Converse", List.of()).messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void tellsErrorsInTheLastMessage(int code) {
    Failure failure = Failure.newBuilder().setCode(code).setMessage("wh\u00fc").build();
    Orders orders = TWO.toBuilder().setFailure(failure).build();
    ways()
        .forEach(
            way -> {
              Answer late = server.caller(way).stream("Many", List.of(orders));
              assertThat(data(late)).containsExactly("one", "two");
              assertMetadata(late);
              Answer early =
                  server.caller(way).stream(
                      "Many", List.of(orders.toBuilder().clearMessages().build()));
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
        .once("Once", Orders.newBuilder().setFailure(failure).build())
        .code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Many", "Gather", "Converse"})
  void givesUpAtTheDeadline(String method) {
    Orders slow = TWO.toBuilder().setDelayMillis(30_000).build();
    for (Way way : duplexWays()) {
      Answer answer = server.caller(way).stream(method, List.of(slow), "connect-timeout-ms", "200");
      assertThat(answer.code()).as(way.toString()).isEqualTo("deadline_exceeded");
    }
  }

  @Test
  void hasNoDeadlineThatTheCallerDidNotSet() {
    Answer answer = server.caller(PLAIN).stream("Many", List.of(TWO));
    assertThat(answer.messages().get(0).getTimeoutMillis()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void wantsOneRequestWhereItAnswersOne(int requests) {
    Answer answer = server.caller(PLAIN).stream("Many", Collections.nCopies(requests, TWO));
    assertThat(answer.code()).isEqualTo("unimplemented");
    assertThat(answer.messages()).isEmpty();
  }

  @Test
  void refusesWhatItCannotUnpack() {
    ConnectCaller caller = server.caller(PLAIN);
    byte[] flagged = ConnectCaller.envelope(1, TWO.toByteArray());
    assertThat(caller.streamed(caller.send(caller.streamHeaders("Many"), flagged)).code())
        .isEqualTo("internal");
    RequestHeaders unknown = caller.streamHeaders("Many", "connect-content-encoding", "zstd");
    assertThat(caller.streamed(caller.send(unknown, flagged)).code()).isEqualTo("unimplemented");
    RequestHeaders version =
        caller.streamHeaders("Many").withMutations(h -> h.set("connect-protocol-version", "9"));
    assertThat(caller.streamed(caller.send(version, flagged)).code()).isEqualTo("invalid_argument");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void limitsEachMessageAndNotTheStream(Way way) {
    ConnectCaller caller = server.caller(way);
    Orders padded = padded(ToldServer.MESSAGE_LIMIT / 2);
    Answer all = caller.stream("Gather", Collections.nCopies(100, padded));
    assertThat(all.messages().get(0).getRequests()).isEqualTo(100);
    Answer refused = caller.stream("Gather", List.of(EMPTY, padded(ToldServer.MESSAGE_LIMIT + 10)));
    assertThat(refused.code()).isEqualTo("resource_exhausted");
  }

  private static Orders padded(int bytes) {
    return Orders.newBuilder().setPadding(ByteString.copyFrom(new byte[bytes])).build();
  }

  @Test
  void refusesBothWaysAtOnceOverTheOldHttp() {
    ConnectCaller caller = server.caller(new Way("h1c", "proto", false));
    AggregatedHttpResponse response =
        caller.send(caller.streamHeaders("Converse"), caller.envelope(TWO));
    assertThat(response.status().code()).isEqualTo(505);
  }
}
