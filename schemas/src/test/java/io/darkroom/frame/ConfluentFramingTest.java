package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfluentFramingTest {

  private static final SourcePosition HERE = new SourcePosition(2, 99, 1_700_000_000_123L);
  private static final Frame FRAME =
      Frame.captured(
          "cam", 1, 2, Instant.ofEpochSecond(3), Encoding.JPEG, ByteString.copyFromUtf8("pixels"));
  private static final ByteString MESSAGE = ByteString.copyFrom(FrameCodec.encode(FRAME));

  @ParameterizedTest
  @CsvSource({
    "00 00000001 00, the first message by the short form",
    "00 00000001 02 00, the first message by its list",
    "00 ffffffff 00, the largest schema id",
    "00 00000001 02 06, the fourth message",
    "00 00000001 04 02 00, a message in a message",
    "00 00000001 02 fe ff ff ff 0f, the largest index",
  })
  void readsEveryFormOfTheFraming(String hex, String form) {
    assertThat(decode(bytes(hex).concat(MESSAGE))).as(form).isEqualTo(FRAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "00 00000001",
        "00 00000001 02",
        "00 00000001 04 02",
        "00 00000001 01",
        "00 00000001 02 01",
        "00 00000001 82 01 00",
        "00 00000001 ff ff ff ff ff ff ff ff ff ff",
        "00 00000001 00",
        "00 00000001 00 00 00",
      })
  void refusesIncompleteFraming(String hex) {
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> decode(bytes(hex)));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FRAME);
    assertThat(FrameCodec.requestIdOf(bytes(hex).toByteArray())).isEmpty();
  }

  @Test
  void describesTheExpectedFraming() {
    assertThatThrownBy(() -> decode(bytes("00 0000")))
        .hasMessageContaining("3 bytes")
        .hasMessageContaining("schema id in 4 bytes");
  }

  @Test
  void returnsTheImageAsASliceOfTheRecord() {
    byte[] record = bytes("00 00000001 00").concat(MESSAGE).toByteArray();
    Frame frame = FrameCodec.decodeRecord("cam", record, "", TraceContext.NONE, HERE);
    Arrays.fill(record, (byte) 9);
    assertThat(frame.image().toByteArray()).containsOnly(9);
  }

  @Test
  void returnsUnframedValuesUnchanged() {
    assertThat(ConfluentFraming.isFramed(ByteString.empty())).isFalse();
    assertThat(ConfluentFraming.payload(MESSAGE)).isSameAs(MESSAGE);
  }

  @Property
  void removesAnyValidFraming(
      @ForAll int schemaId,
      @ForAll @Size(max = ConfluentFraming.MOST_INDEXES)
          List<@IntRange(max = Integer.MAX_VALUE) Integer> indexes)
      throws IOException {
    assertThat(decode(framing(schemaId, indexes).concat(MESSAGE))).isEqualTo(FRAME);
  }

  @Property
  void decodesOrRefusesAnyBytesAfterAZero(@ForAll byte[] rest) {
    ByteString value = ByteString.copyFrom(new byte[1]).concat(ByteString.copyFrom(rest));
    try {
      assertThat(decode(value)).isNotNull();
    } catch (DarkroomException e) {
      assertThat(e.code().category()).isEqualTo(ErrorCode.Category.USER);
    }
  }

  private static ByteString framing(int schemaId, List<Integer> indexes) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeRawByte(0);
    out.writeFixed32NoTag(Integer.reverseBytes(schemaId));
    out.writeSInt32NoTag(indexes.size());
    for (int index : indexes) {
      out.writeSInt32NoTag(index);
    }
    out.flush();
    return bytes.toByteString();
  }

  private static Frame decode(ByteString value) {
    return FrameCodec.decodeRecord("cam", value.toByteArray(), "", TraceContext.NONE, HERE);
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
