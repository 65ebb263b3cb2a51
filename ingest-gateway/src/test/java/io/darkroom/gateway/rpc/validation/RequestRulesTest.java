package io.darkroom.gateway.rpc.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.Durations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.SeekSourceRequest;
import io.darkroom.v1.UploadStart;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchStreamsRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRulesTest {

  private static final RequestRules RULES =
      new RequestRules(List.of(ProcessImageRequest.getDescriptor()));

  private static DarkroomException refusal(Message message) {
    return catchThrowableOfType(DarkroomException.class, () -> RULES.require(message));
  }

  private static PublishFrameRequest.Builder frame() {
    return PublishFrameRequest.newBuilder().setStreamId("s");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            frame().setStreamId("Küche").build(),
            "streamId: \"Küche\" (expected: 1 to 128 letters, digits, '.', '_' or '-', the first a"
                + " letter or digit). Choose another name."),
        Arguments.of(
            ProcessImageRequest.newBuilder().setAccelerator("tpu").build(),
            "accelerator: \"tpu\" (expected: auto, cpu or cuda). Choose one of them."),
        Arguments.of(
            ProcessImageRequest.newBuilder().setQuality(101).build(),
            "quality: 101 (expected: 1 to 100). Correct it."),
        Arguments.of(
            ProcessImageRequest.newBuilder().setScale(Double.NaN).build(),
            "scale: NaN (expected: above 0, up to 1). Correct it."),
        Arguments.of(
            ProcessImageRequest.newBuilder().setEncoding("webp").build(),
            "encoding: \"webp\" (expected: jpeg or png). Choose one of them."),
        Arguments.of(
            PutPipelineRequest.getDefaultInstance(),
            "pipeline: none (expected: a value). Correct it."),
        Arguments.of(
            SeekSourceRequest.newBuilder().setSourceId("a").build(),
            "position: none (expected: at least 0s). Correct it."),
        Arguments.of(
            WatchStreamsRequest.newBuilder().setInterval(Durations.fromSeconds(61)).build(),
            "interval: 61s (expected: 0s to 60s). Correct it."),
        Arguments.of(
            WatchFramesRequest.getDefaultInstance(),
            "of: none (expected: streamId or pipelineId). Give one of them."),
        Arguments.of(
            UploadVideoRequest.newBuilder().setChunk(ByteString.EMPTY).build(),
            "chunk: 0 bytes (expected: 1 to 1048576 bytes). Correct it."),
        Arguments.of(
            UploadVideoRequest.newBuilder()
                .setStart(UploadStart.newBuilder().setUploadId("u").setName("n"))
                .build(),
            "start.totalBytes: 0 (expected: above 0, up to 2147483648). Correct it."));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void namesTheFieldTheValueTheExpectationAndTheFix(Message message, String text) {
    DarkroomException refusal = refusal(message);
    assertThat(refusal).as(TextFormat.printer().printToString(message)).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessage(text);
    assertThat(refusal.problems())
        .containsExactly(Problem.of(text.substring(0, text.indexOf(':')), text));
  }

  @Test
  void reportsAllBrokenRulesAtOnce() {
    DarkroomException refusal =
        refusal(ProcessImageRequest.newBuilder().setAccelerator("tpu").setQuality(-1).build());
    assertThat(refusal.problems())
        .extracting(Problem::field)
        .containsExactly("accelerator", "quality");
  }

  @Test
  void shortensALongValue() {
    assertThat(refusal(frame().setStreamId("x".repeat(5_000)).build()).getMessage())
        .hasSizeLessThan(400);
  }

  @Test
  void acceptsMessagesThatKeepTheRules() {
    assertThatCode(
            () -> RULES.require(ProcessImageRequest.newBuilder().setAccelerator("cuda").build()))
        .doesNotThrowAnyException();
    assertThatCode(() -> RULES.require(ProcessImageRequest.getDefaultInstance()))
        .doesNotThrowAnyException();
  }
}
