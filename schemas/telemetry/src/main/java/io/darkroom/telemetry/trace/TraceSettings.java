package io.darkroom.telemetry.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
    fixed.put("otel.metrics.exporter", "none");
    fixed.put("otel.logs.exporter", "none");
    return fixed;
  }
}
