package io.darkroom.telemetry.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * A log event that is safe to encode: all its text is escaped by {@link SafeText}, and no field
 * occurs twice. The exception is unchanged; {@link SafeTrace} escapes it.
 */
record SafeEvent(ILoggingEvent event) implements ILoggingEvent {

  private static final int LONGEST_NAME = 200;

  @Override
  public String getThreadName() {
    return name(String.valueOf(event.getThreadName()));
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getMessage() {
    return getFormattedMessage();
  }

  @Override
  public Object[] getArgumentArray() {
    return null;
  }

  @Override
  public String getFormattedMessage() {
    return SafeText.lines(String.valueOf(event.getFormattedMessage()));
  }

  @Override
  public String getLoggerName() {
    return name(String.valueOf(event.getLoggerName()));
  }

  private static String name(String name) {
    String line = SafeText.line(name);
    int end = Math.min(line.length(), LONGEST_NAME);
    boolean inPair = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, inPair ? end - 1 : end);
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public IThrowableProxy getThrowableProxy() {
    return event.getThrowableProxy();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public List<Marker> getMarkerList() {
    return null;
  }

  /** Returns the MDC entries without those that the event also has as key-value pairs. */
  @Override
  public Map<String, String> getMDCPropertyMap() {
    Map<String, String> fields = new LinkedHashMap<>();
    event
        .getMDCPropertyMap()
        .forEach((name, value) -> fields.put(name(name), SafeText.lines(String.valueOf(value))));
    pairs().forEach(pair -> fields.remove(name(String.valueOf(pair.key))));
    return fields;
  }

  @Override
  public Map<String, String> getMdc() {
    return getMDCPropertyMap();
  }

  @Override
  public List<KeyValuePair> getKeyValuePairs() {
    Map<String, Object> fields = new LinkedHashMap<>();
    pairs().forEach(pair -> fields.put(name(String.valueOf(pair.key)), safe(pair.value)));
    return fields.entrySet().stream()
        .map(field -> new KeyValuePair(field.getKey(), field.getValue()))
        .toList();
  }

  private List<KeyValuePair> pairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static Object safe(Object value) {
    boolean plain = value instanceof Number || value instanceof Boolean;
    return plain ? value : SafeText.lines(String.valueOf(value));
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public Instant getInstant() {
    return event.getInstant();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }
}
