package io.darkroom.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Durations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceFieldsTest {

  private static Source.Builder source() {
    return Source.newBuilder().setSourceId("a").setUri("rtsp://camera/a");
  }

  private static Arguments wrong(UnaryOperator<Source.Builder> edit, String text) {
    return Arguments.of(edit.apply(source()).build(), text);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(s -> s.setUri(""), "uri: 0 (expected: 1 to 2048 characters). Correct it."),
        wrong(s -> s.setFps(240.5), "fps: 240.5 (expected: above 0, at most 240). Correct it."),
        wrong(s -> s.setFps(0), "fps: 0.0 (expected: above 0, at most 240). Correct it."),
        wrong(s -> s.setFps(Double.NaN), "fps: NaN (expected: above 0, at most 240). Correct it."),
        wrong(s -> s.setWidthPx(8193), "widthPx: 8193 (expected: 1 to 8192). Correct it."),
        wrong(s -> s.setHeightPx(0), "heightPx: 0 (expected: 1 to 8192). Correct it."),
        wrong(s -> s.setHeightPx(-1), "heightPx: 4294967295 (expected: 1 to 8192). Correct it."),
        wrong(s -> s.setQuality(101), "quality: 101 (expected: 1 to 100). Correct it."),
        wrong(s -> s.setQuality(0), "quality: 0 (expected: 1 to 100). Correct it."),
        wrong(
            s -> s.setCredentials(Credentials.newBuilder().setPassword("x".repeat(257))),
            "credentials.password: 257 characters (expected: at most 256, no control"
                + " characters). Correct it."),
        wrong(
            s -> s.setCredentials(Credentials.newBuilder().putParameters("to ken", "x")),
            "credentials.parameters: \"to ken\" (expected: names of 1 to 63 letters, digits, '_' and"
                + " '-'). Choose another name."),
        wrong(
            s -> s.setCredentials(Credentials.newBuilder().putParameters("token", "a b")),
            "credentials.parameters: a value with a space, a backslash or a brace (expected: a value"
                + " without them, as in a URI). Percent-encode it."),
        wrong(
            s -> s.setStartAt(Durations.fromSeconds(-2)),
            "startAt: -2s (expected: at least 0s). Correct it."),
        wrong(
            s -> s.setTransport("sctp"),
            "transport: \"sctp\" (expected: auto, tcp or udp). Choose one of them."));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesAnInvalidField(Source source, String text) {
    DarkroomException refusal =
        catchThrowableOfType(DarkroomException.class, () -> SourceFields.require(source));
    assertThat(refusal).hasMessage(text);
  }

  @Test
  void reportsEveryProblemAtOnce() {
    Source source = source().setSourceId("-").setFps(500).setTransport("x").build();
    DarkroomException refusal =
        catchThrowableOfType(DarkroomException.class, () -> SourceFields.require(source));
    assertThat(refusal.problems())
        .extracting(Problem::field)
        .containsExactly("sourceId", "fps", "transport");
  }

  @Test
  void acceptsMissingOptionalFields() {
    assertThatCode(() -> SourceFields.require(source().build())).doesNotThrowAnyException();
  }
}
