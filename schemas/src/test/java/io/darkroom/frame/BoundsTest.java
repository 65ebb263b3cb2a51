package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a frame contains, its results fit into their topics. */
@Tag("slow")
class BoundsTest {

  private static final String LONG = "x".repeat(2 << 20);
  private static final SourcePosition HERE = new SourcePosition(1, 2, 3);

  private static io.darkroom.v1.Frame.Builder frame() {
    return io.darkroom.v1.Frame.newBuilder()
        .setStreamId("cam")
        .setEncoding(io.darkroom.v1.Encoding.ENCODING_PNG)
        .setImage(ByteString.copyFromUtf8("png"));
  }

  private static io.darkroom.v1.Frame.Builder request() {
    io.darkroom.v1.Frame.Builder frame = frame().setStreamId("");
    frame.getRequestBuilder().setRequestId("r");
    return frame;
  }

  @Test
  void dropsATraceContextThatIsTooLongButKeepsTheFrame() {
    io.darkroom.v1.Frame.Builder message = frame();
    message.getTraceBuilder().setTraceparent(LONG).setTracestate(LONG).setBaggage(LONG);
    Frame frame = FrameCodec.decode(message.build().toByteArray());
    assertThat(frame.trace()).isEqualTo(TraceContext.NONE);
    assertThat(frame.streamId()).isEqualTo("cam");
  }

  @Test
  void dropsATraceContextThatCouldBreakALogLineOrHeader() {
    TraceContext trace = new TraceContext("00-a\nlevel=ERROR", "v=\u2028", "k=\u0000");
    assertThat(trace).isEqualTo(TraceContext.NONE);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("stream_id", frame(), f -> f.setStreamId(LONG)),
        refused("stream_id", request(), f -> f.setStreamId(LONG)),
        refused("request.request_id", request(), f -> f.getRequestBuilder().setRequestId(LONG)),
        refused("request.request_id", request(), f -> f.getRequestBuilder().setRequestId("a\nb")),
        refused("request.session", request(), f -> f.getRequestBuilder().setSession(LONG)),
        refused("chain", request(), f -> f.getRequestBuilder().setChain(LONG)),
        refused("timeout", request(), f -> timeout(f, -1, 0)),
        refused("timeout", request(), f -> timeout(f, 0, 0)),
        refused("timeout", request(), f -> timeout(f, Long.MAX_VALUE, 0)),
        refused("timeout", request(), f -> timeout(f, 1, Integer.MAX_VALUE)),
        refused("accelerator", frame(), f -> f.getProcessingBuilder().setAccelerator(LONG)),
        refused("pipeline_id", frame(), f -> f.getProcessingBuilder().setPipelineId(LONG)),
        refused("filter_id", frame(), f -> times(f, 1, LONG)),
        refused("filters", frame(), f -> times(f, 33, "invert")));
  }

  private static Arguments refused(
      String field, io.darkroom.v1.Frame.Builder frame, Consumer<io.darkroom.v1.Frame.Builder> to) {
    to.accept(frame);
    return Arguments.of(field, frame.build());
  }

  private static void timeout(io.darkroom.v1.Frame.Builder frame, long seconds, int nanos) {
    frame.getRequestBuilder().setTimeout(Duration.newBuilder().setSeconds(seconds).setNanos(nanos));
  }

  private static void times(io.darkroom.v1.Frame.Builder frame, int count, String filterId) {
    io.darkroom.v1.FilterTime time =
        io.darkroom.v1.FilterTime.newBuilder().setFilterId(filterId).build();
    frame.getProcessingBuilder().addAllFilters(Collections.nCopies(count, time));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesLongFieldsWithAShortMessage(String field, io.darkroom.v1.Frame message) {
    DarkroomException refused =
        catchThrowableOfType(
            DarkroomException.class, () -> FrameCodec.decode(message.toByteArray()));
    assertThat(refused).hasMessageContaining(field);
    assertThat(refused.getMessage()).hasSizeLessThan(1000);
  }

  @Property(tries = 200)
  void keepsRejectsSmallWhateverTheirMessage(
      @ForAll String part, @ForAll @IntRange(max = 9000) int n) {
    Reject reject =
        new Reject(
            ErrorCode.INVALID_FRAME, part.repeat(n % 99), "s", "p", "r", HERE, Instant.EPOCH);
    assertThat(reject.toBytes().length).isLessThan(3 * Reject.MAX_MESSAGE + 200);
    assertThat(Reject.fromBytes(reject.toBytes()).code()).isEqualTo(ErrorCode.INVALID_FRAME);
  }

  @Test
  void readsARejectWithAnUnknownCodeAsInternal() {
    io.darkroom.v1.Reject later =
        new Reject(ErrorCode.TIMEOUT, "m", "s", "p", "r", HERE, Instant.EPOCH)
            .toMessage().toBuilder().setCode("OF_LATER").build();
    assertThat(Reject.fromBytes(later.toByteArray()).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThatThrownBy(() -> Reject.fromBytes(later.toBuilder().clearCode().build().toByteArray()))
        .isInstanceOf(DarkroomException.class);
  }

  @Test
  void decodesWhatItEncodedForBothOutcomes() {
    Frame frame = Frame.captured("cam", 1, 2, Instant.EPOCH, Encoding.PNG, ByteString.EMPTY);
    assertThat(Answer.decode(Answer.encode(new Answer.Done(frame))))
        .isEqualTo(new Answer.Done(frame));
    Reject reject =
        new Reject(ErrorCode.TIMEOUT, "m", "", "", "r", HERE, Instant.EPOCH, Reject.REQUESTS);
    assertThat(Answer.decode(Answer.encode(new Answer.Refused(reject))))
        .isEqualTo(new Answer.Refused(reject));
  }

  @Property
  void decodesOrRefusesAnyBytesAsAnAnswer(@ForAll byte[] bytes) {
    try {
      Answer.decode(bytes);
    } catch (DarkroomException e) {
      assertThat(e.code()).isIn(ErrorCode.INVALID_FRAME, ErrorCode.INVALID_IMAGE);
    }
  }
}
