package io.darkroom.telemetry.trace;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the standard OTEL_* variables, and system properties of the same names, that control
 * whether and where traces are exported.
 *
 * @param overrides take precedence over the environment
 */
record TraceSettings(Map<String, String> overrides) {

  /** Traces sampled per second: DARKROOM_TRACES_PER_SECOND. */
  static final String BUDGET = "darkroom.traces.per.second";

  static final double DEFAULT_BUDGET = 5;

  /** The part of their calls and frames that web pages trace: DARKROOM_TRACE_PAGE_RATIO. */
  static final String PAGE_RATIO = "darkroom.trace.page.ratio";

  static final String SAMPLER = "otel.traces.sampler";

  /** A file of the headers that the receiver wants: DARKROOM_OTLP_HEADERS_FILE. */
  static final String HEADERS_FILE = "darkroom.otlp.headers.file";

  private static final String HEADERS = "otel.exporter.otlp.headers";

  private static final List<String> ASKING =
      List.of(
          "otel.exporter.otlp.endpoint",
          "otel.exporter.otlp.traces.endpoint",
          "otel.traces.exporter");

  /** Returns whether tracing is configured and not disabled. */
  boolean on() {
    return !value("otel.sdk.disabled").equalsIgnoreCase("true")
        && !value("otel.traces.exporter").equals("none")
        && ASKING.stream().anyMatch(name -> !value(name).isEmpty());
  }

  private String value(String name) {
    String overridden = overrides.get(name);
    if (overridden != null) {
      return overridden;
    }
    String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    return System.getProperty(name, variable == null ? "" : variable);
  }

  /** Returns the defaults, which the environment overrides. */
  static Map<String, String> defaults(String service) {
    return Map.of("otel.service.name", service, "otel.traces.exporter", "otlp");
  }

  /** Returns settings that override the environment: metrics and logs are not exported by OTLP. */
  Map<String, String> fixed() {
    Map<String, String> fixed = new HashMap<>(overrides);
    if (!value(HEADERS_FILE).isEmpty()) {
      fixed.put(HEADERS, headers(Path.of(value(HEADERS_FILE))));
    }
    fixed.put("otel.metrics.exporter", "none");
    fixed.put("otel.logs.exporter", "none");
    return fixed;
  }

  /** Headers are name=value, one a line. */
  private static String headers(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_ARGUMENT,
          "DARKROOM_OTLP_HEADERS_FILE: %s cannot be read (expected: a file of name=value lines). Correct the path."
              .formatted(file),
          e);
    }
  }
}
