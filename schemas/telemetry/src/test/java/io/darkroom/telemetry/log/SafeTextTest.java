package io.darkroom.telemetry.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void cutsAndMarksAHugeValueInBothFormats() {
    String huge = "\ud83d\ude00\0".repeat(1_000_000);

    for (Encoder<ILoggingEvent> encoder : List.of(new TextLines(), new JsonLines())) {
      LoggerContext context = new LoggerContext();
      context.setMDCAdapter(new LogbackMDCAdapter());
      encoder.setContext(context);
      encoder.start();
      byte[] line =
          encoder.encode(
              new LoggingEvent(
                  "",
                  context.getLogger("io.darkroom.Some"),
                  Level.WARN,
                  "said {}",
                  new IllegalStateException(huge),
                  new Object[] {huge}));
      assertThat(line).hasSizeLessThan(8 * SafeText.LONGEST);
      assertThat(new String(line, UTF_8)).contains(" more]");
    }
  }

  @Test
  void keepsPlainText() {
    assertThat(SafeText.line("frame 3 processed, größer")).isEqualTo("frame 3 processed, größer");
  }

  @Test
  void escapesLineBreaksControlCharactersAndDirectionMarks() {
    assertThat(SafeText.line("a\nb\u001b[0m\u202e\u2028\ud800"))
        .isEqualTo("a\\nb\\u001b[0m\\u202e\\u2028\\ud800");
    assertThat(SafeText.quoted("say \"no\" \\")).isEqualTo("\"say \\\"no\\\" \\\\\"");
  }

  @Test
  void redactsCredentialsBeforeCutting() {
    String before = "x".repeat(SafeText.LONGEST - 20);
    assertThat(SafeText.line(before + " rtsp://eve:hunter2@camera/" + "y".repeat(5000)))
        .doesNotContain("hunt");
  }
}
