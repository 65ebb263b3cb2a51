package io.darkroom.telemetry.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes log events for reading on a terminal: time, level, thread, logger, the main fields as
 * {@code name="value"}, and the message, in quotes if it could be mistaken for fields. Secrets are
 * redacted. An event is one line; the lines of its stack trace start with a bar. Thread-safe.
 */
public final class TextLines extends EncoderBase<ILoggingEvent> {

  /** Prefix of each line of a stack trace, and of no other line. */
  static final String CONTINUATION = "    | ";

  private static final List<String> FIELDS =
      List.of("correlation_id", "stream", "pipeline", "source");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());
  private static final byte[] NONE = {};

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    WrittenLines.add(event.getLevel().levelStr);
    SafeEvent safe = new SafeEvent(event);
    StringBuilder line = new StringBuilder(256);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    line.append(" %-5s [%s] %s ".formatted(event.getLevel(), safe.getThreadName(), logger(safe)));
    fields(event)
        .forEach(
            (name, value) -> line.append(name).append('=').append(SafeText.quoted(value) + ' '));
    line.append(message(String.valueOf(event.getFormattedMessage()))).append('\n');
    SafeTrace.lines(event.getThrowableProxy())
        .forEach(frame -> line.append(CONTINUATION).append(frame).append('\n'));
    return Redaction.of(line.toString()).getBytes(UTF_8);
  }

  private static String logger(SafeEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    for (String name : FIELDS) {
      String value = event.getMDCPropertyMap().get(name);
      if (pairs != null) {
        for (KeyValuePair pair : pairs) {
          value = pair.key.equals(name) ? String.valueOf(pair.value) : value;
        }
      }
      if (value != null && !value.isEmpty()) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static String message(String text) {
    String line = SafeText.line(text);
    boolean bare = line.equals(text) && line.indexOf('=') < 0 && line.indexOf('"') < 0;
    return bare ? line : SafeText.quoted(text);
  }
}
