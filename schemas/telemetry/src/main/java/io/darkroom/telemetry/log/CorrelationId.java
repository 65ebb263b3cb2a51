package io.darkroom.telemetry.log;

import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the correlation id, by which you find the log lines of one request in the
 * gateway and in the job. It is an entry of the W3C baggage. Stateless.
 */
public final class CorrelationId {

  /** HTTP header of requests and responses. */
  public static final String HEADER = "x-correlation-id";

  /** Name of the baggage entry and of the field in log lines. */
  public static final String FIELD = "correlation_id";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private CorrelationId() {}

  public static boolean valid(String id) {
    return VALID.matcher(id).matches();
  }

  public static String random() {
    return UUID.randomUUID().toString();
  }

  /** Returns the id in the baggage; empty if there is no valid one. */
  public static String in(String baggage) {
    if (!baggage.contains(FIELD)) {
      return "";
    }
    return Arrays.stream(baggage.split(","))
        .filter(CorrelationId::isOurs)
        .map(entry -> entry.substring(entry.indexOf('=') + 1).split(";", 2)[0].strip())
        .filter(CorrelationId::valid)
        .findFirst()
        .orElse("");
  }

  /** Returns the baggage with this id instead of an earlier one; other entries are unchanged. */
  public static String into(String baggage, String id) {
    Stream<String> others =
        Arrays.stream(baggage.split(",")).filter(e -> !e.isBlank() && !isOurs(e));
    return Stream.concat(others, Stream.of(FIELD + "=" + id)).collect(Collectors.joining(","));
  }

  private static boolean isOurs(String entry) {
    int equals = entry.indexOf('=');
    return equals > 0 && entry.substring(0, equals).strip().equals(FIELD);
  }
}
