package io.darkroom.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Durations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
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
        wrong(s -> s.setFps(240.5), "fps: 240.5 (expected: 0 to 240). Correct it."),
        wrong(s -> s.setFps(Double.NaN), "fps: NaN (expected: 0 to 240). Correct it."),
        wrong(s -> s.setWidth(8193), "width: 8193 (expected: 0 to 8192). Correct it."),
        wrong(s -> s.setHeight(-1), "height: 4294967295 (expected: 0 to 8192). Correct it."),
        wrong(s -> s.setQuality(101), "quality: 101 (expected: 0 to 100). Correct it."),
        wrong(
            s -> s.setStartAt(Durations.fromSeconds(-2)),
            "startAt: -2s (expected: at least 0s). Correct it."),
        wrong(
            s -> s.setTransport("sctp"),
            "transport: \"sctp\" (expected: auto, tcp or udp). Choose one of them."));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatAFieldMayNotHoldIsRefused(Source source, String text) {
    DarkroomException refusal =
        catchThrowableOfType(DarkroomException.class, () -> SourceFields.require(source));
    assertThat(refusal).hasMessage(text);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    Source source = source().setSourceId("-").setFps(500).setTransport("x").build();
    DarkroomException refusal =
        catchThrowableOfType(DarkroomException.class, () -> SourceFields.require(source));
    assertThat(refusal.problems())
        .extracting(Problem::field)
        .containsExactly("sourceId", "fps", "transport");
  }

  @Test
  void whatIsLeftOutIsFine() {
    assertThatCode(() -> SourceFields.require(source().build())).doesNotThrowAnyException();
  }
}
