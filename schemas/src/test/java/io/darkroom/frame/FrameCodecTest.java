package io.darkroom.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Processing.FilterTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {

  private static final SourcePosition HERE = new SourcePosition(2, 99, 1_700_000_000_123L);
  private static final ByteString JPEG =
      ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 4});

  /** A field that a later version may have. */
  private static final UnknownFieldSet UNKNOWN = unknown(ByteString.copyFromUtf8("later"));

  @Test
  void decodesAnEncodedProcessedFrame() {
    Frame frame =
        new Frame(
            "cam",
            17,
            5,
            Instant.ofEpochSecond(1_700_000_000, 123_456_000),
            Encoding.PNG,
            640,
            480,
            ByteString.copyFromUtf8("pixels"),
            true,
            new TraceContext("00-a-b-01", "v=1", "k=v"),
            Optional.of(
                new Request(
                    "r",
                    Chain.parse("invert"),
                    Accelerator.CPU,
                    new Output(Encoding.PNG, 80, 0.5))),
            Optional.of(
                new Processing(
                    "p",
                    "uid",
                    3,
                    "cpu",
                    true,
                    HERE,
                    1,
                    2,
                    List.of(new FilterTime("invert", 4)),
                    5,
                    true)),
            new Extras(Map.of("site", "north gate"), UNKNOWN));
    Frame back = FrameCodec.decode(FrameCodec.encode(frame));
    assertThat(back)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*olumn")
        .isEqualTo(frame);
  }

  private static io.darkroom.v1.Frame.Builder complete() {
    return io.darkroom.v1.Frame.newBuilder()
        .setStreamId("cam")
        .setEpoch(3)
        .setSequence(7)
        .setCapturedAt(WireTime.of(Instant.EPOCH))
        .setEncodingValue(1)
        .setImage(JPEG)
        .putAttributes("site", "north gate")
        .setUnknownFields(UNKNOWN);
  }

  @Test
  void passesOnTheBytesOfACompleteFrame() {
    byte[] bytes = complete().build().toByteArray();
    EncodedFrame received = FrameCodec.receive(bytes, "cam", Instant.now());
    assertThat(received.bytes()).containsSame(bytes);
    assertThat(received.encoding()).isSameAs(bytes);
    assertThat(received.with(received.frame())).isSameAs(received);
    Frame traced = received.frame().withTrace(new TraceContext("00-a-b-01", "", ""));
    assertThat(FrameCodec.decode(received.with(traced).encoding()).trace())
        .isEqualTo(traced.trace());
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void encodesAFrameAgainThatNeedsAChange(io.darkroom.v1.Frame.Builder message) {
    EncodedFrame received =
        FrameCodec.receive(message.build().toByteArray(), "cam", Instant.ofEpochSecond(9));
    assertThat(received.bytes()).isEmpty();
    Frame back = FrameCodec.decode(received.encoding());
    assertThat(back.streamId()).isEqualTo("cam");
    assertThat(back.image()).isEqualTo(JPEG);
  }

  static Stream<Arguments> incomplete() {
    return Stream.of(
        arguments(complete().clearStreamId()),
        arguments(complete().clearCapturedAt()),
        arguments(complete().setResumeToken("token")),
        arguments(complete().setPosition(LineageCodec.toMessage(HERE))));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void refusesExtrasBeyondTheLimits(io.darkroom.v1.Frame.Builder message, String expected) {
    byte[] bytes =
        message.setStreamId("cam").setEncodingValue(1).setImage(JPEG).build().toByteArray();
    assertThatThrownBy(() -> FrameCodec.decode(bytes))
        .isInstanceOf(DarkroomException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_FRAME)
        .hasMessageContaining(expected);
  }

  static Stream<Arguments> tooMuch() {
    Map<String, String> many =
        IntStream.rangeClosed(0, 32).boxed().collect(toMap(i -> "key" + i, i -> ""));
    UnknownFieldSet large = unknown(ByteString.copyFrom(new byte[8 << 10]));
    return Stream.of(
        arguments(io.darkroom.v1.Frame.newBuilder().putAllAttributes(many), "33"),
        arguments(io.darkroom.v1.Frame.newBuilder().putAttributes("a b", ""), "a b"),
        arguments(io.darkroom.v1.Frame.newBuilder().putAttributes("", ""), "1 to 63"),
        arguments(io.darkroom.v1.Frame.newBuilder().putAttributes("k", "v".repeat(257)), "257"),
        arguments(io.darkroom.v1.Frame.newBuilder().setUnknownFields(large), "at most 8192"));
  }

  private static UnknownFieldSet unknown(ByteString value) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
    return UnknownFieldSet.newBuilder().addField(999, field).build();
  }

  @Test
  void returnsTheImageAsASliceOfTheRecord() {
    byte[] record =
        FrameCodec.encode(captured(ByteString.copyFrom(new byte[] {7, 7, 7, 7, 7, 7, 7})));
    Frame frame = FrameCodec.decode(record);
    for (int i = 0; i < record.length; i++) {
      record[i] = 9;
    }
    assertThat(frame.image().toByteArray()).containsOnly(9);
  }

  @Test
  void takesTheIdentityOfABareImageFromItsRecord() {
    Frame frame = FrameCodec.decodeRecord("cam7", JPEG.toByteArray(), "", TraceContext.NONE, HERE);
    assertThat(frame.streamId()).isEqualTo("cam7");
    assertThat(frame.sequence()).isEqualTo(99);
    assertThat(frame.capturedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(frame.encoding()).isEqualTo(Encoding.JPEG);
  }

  @Test
  void refusesABareImageWithoutAKey() {
    assertThat(refusal(null, JPEG.toByteArray(), "").code()).isEqualTo(ErrorCode.INVALID_FRAME);
    assertThat(refusal("no spaces", JPEG.toByteArray(), "")).hasMessageContaining("no spaces");
  }

  @Test
  void refusesOtherBytesUnderAnImageContentType() {
    assertThat(refusal("cam", "hello".getBytes(UTF_8), "image/jpeg").code())
        .isEqualTo(ErrorCode.INVALID_IMAGE);
  }

  @Test
  void refusesAnEmptyRecord() {
    assertThat(refusal("cam", new byte[0], "").code()).isEqualTo(ErrorCode.INVALID_IMAGE);
  }

  @Test
  void takesTheTraceContextFromHeadersIfTheFrameHasNone() {
    TraceContext trace = new TraceContext("00-c-d-01", "", "");
    Frame frame =
        FrameCodec.decodeRecord("cam", FrameCodec.encode(captured(JPEG)), "", trace, HERE);
    assertThat(frame.trace()).isEqualTo(trace);
  }

  @Test
  void refusesRawFramesWhoseBytesDoNotMatchTheirSize() {
    Frame raw =
        new Frame(
            "cam",
            0,
            0,
            Instant.EPOCH,
            Encoding.RAW_BGR8,
            2,
            2,
            ByteString.copyFrom(new byte[11]),
            false,
            TraceContext.NONE,
            Optional.empty(),
            Optional.empty(),
            Extras.NONE);
    assertThat(
            catchThrowableOfType(
                DarkroomException.class, () -> FrameCodec.decode(FrameCodec.encode(raw))))
        .hasMessageContaining("12 bytes");
  }

  @Test
  void refusesInvalidTimes() {
    io.darkroom.v1.Frame.Builder frame = io.darkroom.v1.Frame.newBuilder().setStreamId("cam");
    frame.setEncoding(io.darkroom.v1.Encoding.ENCODING_JPEG);
    frame.getCapturedAtBuilder().setSeconds(Long.MAX_VALUE);
    assertThat(refusal("cam", frame.build().toByteArray(), "")).hasMessageContaining("captured_at");
    frame.clearCapturedAt();
    frame.getProcessingBuilder().getSourceBuilder().getAppendedAtBuilder().setNanos(-1);
    assertThat(refusal("cam", frame.build().toByteArray(), "")).hasMessageContaining("appended_at");
  }

  @Property
  void decodesOrRefusesAnyBytes(@ForAll byte[] bytes) {
    try {
      assertThat(FrameCodec.decodeRecord("cam", bytes, "", TraceContext.NONE, HERE)).isNotNull();
    } catch (DarkroomException e) {
      assertThat(e.code().category()).isEqualTo(ErrorCode.Category.USER);
    }
  }

  private static Frame captured(ByteString image) {
    return Frame.captured("cam", 1, 2, Instant.EPOCH, Encoding.JPEG, image);
  }

  private static DarkroomException refusal(String key, byte[] value, String contentType) {
    return catchThrowableOfType(
        DarkroomException.class,
        () -> FrameCodec.decodeRecord(key, value, contentType, TraceContext.NONE, HERE));
  }
}
