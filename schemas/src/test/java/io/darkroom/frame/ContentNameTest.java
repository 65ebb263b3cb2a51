package io.darkroom.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ContentNameTest {

  @ParameterizedTest
  @CsvFileSource(resources = "/images/names.csv")
  void namesFilesOfOtherFormats(String file, String name) throws IOException {
    ByteString bytes = file(file);

    assertThat(ContentName.of(bytes).name()).isEqualTo(name);
    assertThatThrownBy(() -> ImageHeader.read(bytes))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE))
        .hasMessageStartingWith(
            "image: %s of %d bytes (expected: a JPEG or PNG). ".formatted(name, bytes.size()));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/images/names.csv")
  void namesThemInRecordsAndMessagesToo(String file, String name) throws IOException {
    byte[] bytes = file(file).toByteArray();
    SourcePosition position = new SourcePosition(0, 1, 2);

    assertThatThrownBy(() -> FrameCodec.decodeRecord("cam", bytes, "", TraceContext.NONE, position))
        .hasMessageStartingWith("frame: %s of %d bytes".formatted(name, bytes.length));
    assertThatThrownBy(() -> FrameCodec.receive(bytes, "cam", java.time.Instant.EPOCH))
        .hasMessageStartingWith("frame: %s of %d bytes".formatted(name, bytes.length));
  }

  @ParameterizedTest
  @CsvSource({
    "'\0\0\0\34ftypavif\0\0\0\0avifmif1',AVIF",
    "'\0\0\0\34ftypmif1\0\0\0\0avifmiaf',AVIF",
    "'\0\0\0\30ftypisom\0\0\0\0mp42',MP4 or QuickTime file",
    "'\37\213\10\0\0\0\0\0',gzip",
    "PK\3\4abc,zip",
    "%PDF-1.7,PDF",
    "'{\"image\":\"\"}',JSON",
    "<svg xmlns=''>,SVG",
    "'\r\n --boundary\r\nContent-Type: image/jpeg\r\n\r\n\377\330\377\340',JPEG after 43 other bytes",
    "'--boundary\r\nContent-Type: image/jpeg\r\n\r\n\377\330\377\340',multipart body",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB,base64 text of a PNG",
    "hello,text",
  })
  void namesWhatPeopleSend(String bytes, String name) {
    assertThat(ContentName.of(ByteString.copyFrom(bytes, ISO_8859_1)).name()).isEqualTo(name);
  }

  @Test
  void leavesOtherBytesUnnamed() {
    assertThat(ContentName.of(ByteString.EMPTY).text()).isEqualTo("0 bytes");
    assertThat(ContentName.of(ByteString.copyFrom(new byte[] {1, 2, 3})).text())
        .isEqualTo("3 bytes of another format");
  }

  static ByteString file(String name) throws IOException {
    try (InputStream in = ContentNameTest.class.getResourceAsStream("/images/" + name)) {
      return ByteString.readFrom(in);
    }
  }
}
