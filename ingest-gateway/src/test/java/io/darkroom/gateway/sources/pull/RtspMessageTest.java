package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtspMessageTest {

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static String passedOn(String text) throws IOException {
    InputStream in = bytes(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (var message = RtspMessage.read(in); message.isPresent(); message = RtspMessage.read(in)) {
      message.get().write(out);
    }
    return out.toString(ISO_8859_1);
  }

  @Test
  void passesOnMessagesWithTheirBodies() throws IOException {
    String first = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 4\r\n\r\nv=0\n";
    String second = "RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\n\r\n";
    assertThat(passedOn(first + second)).isEqualTo(first + second);
  }

  @Test
  void skipsPacketsAndBlankLinesBetweenMessages() throws IOException {
    String message = "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n";
    assertThat(passedOn("$\0\0\3\n\n\n\r\n" + message + "$\1\0\0")).isEqualTo(message);
  }

  @Test
  void passesOnOnlyWellFormedHeadersAndOneLength() throws IOException {
    String text =
        "RTSP/1.0 200 OK\nCSeq: 1\n$ab\n X: folded\nA\rTransport: b\nno header\nB:\0\n"
            + "content-length: 9\nContent-Length: 2\n\nab";
    assertThat(passedOn(text))
        .isEqualTo("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 2\r\n\r\nab");
  }

  @ParameterizedTest
  @CsvSource({"4100, 1, 1, 0", "10, 101, 1, 0", "10, 1, 1, 2000000", "10, 1, 0, 0"})
  void refusesWhatIsTooLongOrCutOff(int lineLength, int lines, int ends, int bodyLength) {
    String header = "A: " + "x".repeat(lineLength) + "\r\n";
    String text =
        "RTSP/1.0 200 OK\r\nContent-Length: %d\r\n".formatted(bodyLength)
            + header.repeat(lines)
            + "\r\n".repeat(ends);
    assertThatThrownBy(() -> passedOn(text)).isInstanceOf(IOException.class);
  }
}
