package io.darkroom.telemetry.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Encodes hostile input from callers with the encoders of the gateway and the local stack. */
@Tag("slow")
class HostileLinesTest {

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:\\d\\d) (\\w+) +\\[[^]]*\\] (\\w+)"
              + " ((?:\\w+=\"(?:[^\"\\\\]|\\\\.)*\" )*)(\"(?:[^\"\\\\]|\\\\.)*\"|[^\"=]*)");
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\" ");

  private final LoggerContext context = new LoggerContext();
  private final Encoder<ILoggingEvent> text = started(new TextLines());
  private final Encoder<ILoggingEvent> json = started(new JsonLines());

  private Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u001b[2J",
            "\u009b31m",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u202e",
            "\u2066",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "\uffff",
            "\ufeff",
            "\\",
            "\"",
            "' level=ERROR ",
            "\" stream=\"evil\" ",
            "\\\" x=\"",
            "level\":\"ERROR\",\"a\":\"",
            "2026-01-01T00:00:00.000Z ERROR [main] X forged",
            "\n    | at forged",
            "{}",
            "%n%m${x}",
            "rtsp://eve:hunter2@camera/",
            "Grüße",
            "\u007f",
            "\ue000",
            "\ud83d");
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(20);
    return Arbitraries.oneOf(pieces, any).list().ofMaxSize(12).map(list -> String.join("", list));
  }

  @Property(tries = 500)
  void writesOneTextLineWithOnlyItsOwnFields(@ForAll("hostile") String sent) {
    List<String> lines = lines(text.encode(event(sent)));

    assertThat(lines.get(0)).matches(LINE);
    assertThat(lines.subList(1, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.startsWith(TextLines.CONTINUATION));
    Matcher line = LINE.matcher(lines.get(0));
    assertThat(line.matches()).isTrue();
    assertThat(line.group(1)).isEqualTo("WARN");
    assertThat(line.group(2)).isEqualTo("Some");
    assertThat(FIELD.matcher(line.group(3)).results().map(found -> found.group(1)))
        .isSubsetOf("correlation_id", "stream")
        .doesNotHaveDuplicates();
  }

  @Property(tries = 500)
  void writesOneJsonObjectWithOnlyItsOwnFields(@ForAll("hostile") String sent) {
    List<String> lines = lines(json.encode(event(sent)));

    assertThat(lines).hasSize(1);
    JsonNode line = JsonMapper.builder().build().readTree(lines.get(0));
    assertThat(line.get("level").asString()).isEqualTo("WARN");
    assertThat(line.get("logger").asString()).isEqualTo("io.darkroom.Some");
    assertThat(line.propertyNames())
        .containsOnly(
            "time",
            "message",
            "logger",
            "thread",
            "level",
            "service",
            "version",
            "exception",
            "stream",
            "correlation_id",
            "path",
            "status");
    assertThat(lines.get(0).split("\"stream\":", -1)).hasSize(2);
  }

  /** An event with hostile text in everything that a caller can set. */
  private LoggingEvent event(String sent) {
    Logger logger = context.getLogger("io.darkroom.Some");
    Throwable thrown =
        new IllegalStateException(sent, new RuntimeException(sent + "\n\tat forged.Frame(X.java)"));
    thrown.addSuppressed(new IllegalArgumentException(sent));
    LoggingEvent event =
        new LoggingEvent("", logger, Level.WARN, "said {}", thrown, new Object[] {sent});
    event.setMDCPropertyMap(Map.of("stream", sent, "correlation_id", sent));
    event.addKeyValuePair(new KeyValuePair("path", sent));
    event.addKeyValuePair(new KeyValuePair("stream", sent));
    event.addKeyValuePair(new KeyValuePair("status", 200));
    return event;
  }

  static List<String> lines(byte[] encoded) {
    String written = decoded(encoded);
    assertThat(written).endsWith("\n").doesNotContain("hunter2");
    assertThat(written.codePoints().filter(c -> c != '\n' && c != '\t' && !isHarmless(c)))
        .as("%s", written)
        .isEmpty();
    return written.lines().toList();
  }

  private static String decoded(byte[] encoded) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
