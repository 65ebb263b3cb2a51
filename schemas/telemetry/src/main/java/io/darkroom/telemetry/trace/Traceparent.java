package io.darkroom.telemetry.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed W3C traceparent.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param sampled whether the trace is kept
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");
  private static final int SAMPLED = 1;

  /** Parses a traceparent; empty if the text is invalid. */
  public static Optional<Traceparent> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(3), 16) & SAMPLED) != 0;
    return Optional.of(new Traceparent(parts.group(1), parts.group(2), sampled));
  }

  public String text() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
