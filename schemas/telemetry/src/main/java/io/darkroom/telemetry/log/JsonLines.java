package io.darkroom.telemetry.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/**
 * Encodes each log event as a JSON object on one line. Exceptions, MDC entries and key-value pairs
 * are fields of the object, and secrets are redacted. A field has at most {@value SafeText#LONGEST}
 * characters; a longer one is cut and marked. Thread-safe.
 */
public final class JsonLines extends LogstashEncoder {

  private static final String IGNORED = "[ignore]";

  private String service = "darkroom";

  /** Sets the name of the process, the field {@code service}. */
  public void setService(String service) {
    this.service = service;
  }

  @Override
  public void start() {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("time");
    names.setLogger("logger");
    names.setThread("thread");
    names.setStackTrace("exception");
    names.setLevelValue(IGNORED);
    names.setVersion(IGNORED);
    setFieldNames(names);
    setThrowableConverter(new SafeTrace());
    setCustomFields("{\"service\":\"%s\",\"version\":\"%s\"}".formatted(service, version()));
    super.start();
  }

  private static String version() {
    String version = JsonLines.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    WrittenLines.add(event.getLevel().levelStr);
    String line = new String(super.encode(new SafeEvent(event)), StandardCharsets.UTF_8);
    return Redaction.of(line).getBytes(StandardCharsets.UTF_8);
  }
}
