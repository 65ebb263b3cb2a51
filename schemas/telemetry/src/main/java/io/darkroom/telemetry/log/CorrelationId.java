package io.darkroom.telemetry.log;

import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The id by which a caller finds the lines of one request again, in the gateway and in the job. It
 * travels as an entry of W3C baggage. Stateless.
 */
public final class CorrelationId {

  /** Of requests and answers. */
  public static final String HEADER = "x-correlation-id";

  /** The entry of the baggage, and the field of a log line. */
  public static final String FIELD = "correlation_id";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private CorrelationId() {}

  public static boolean valid(String id) {
    return VALID.matcher(id).matches();
  }

  public static String random() {
    return UUID.randomUUID().toString();
  }

  /** The id in the baggage; empty where there is no valid one. */
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

  /** The baggage with this id in place of an earlier one, its other entries as they were. */
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
