package io.darkroom.telemetry.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** Log events for a person at a terminal, secrets left out. Thread-safe. */
public final class TextLines extends PatternLayoutEncoder {

  @Override
  public byte[] encode(ILoggingEvent event) {
    WrittenLines.add(event.getLevel().levelStr);
    String line = new String(super.encode(event), StandardCharsets.UTF_8);
    return Redaction.of(line).getBytes(StandardCharsets.UTF_8);
  }
}
