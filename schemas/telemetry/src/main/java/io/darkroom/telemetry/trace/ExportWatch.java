package io.darkroom.telemetry.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exporter, and whether what it exported last has arrived. Thread-safe. */
final class ExportWatch implements SpanExporter {

  private static final Logger log = LoggerFactory.getLogger(ExportWatch.class);

  private final SpanExporter exporter;
  private volatile String problem = "";

  ExportWatch(SpanExporter exporter) {
    this.exporter = exporter;
  }

  /** Empty while there is none. */
  String problem() {
    return problem;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> told(result, spans.size()));
    return result;
  }

  private void told(CompletableResultCode result, int spans) {
    if (result.isSuccess()) {
      if (!problem.isEmpty()) {
        log.info("traces: exported again");
      }
      problem = "";
      return;
    }
    Throwable cause = result.getFailureThrowable();
    String why =
        "%d spans not taken%s (expected: an OTLP receiver at the configured endpoint)"
            .formatted(spans, cause == null ? "" : ": " + cause.getMessage());
    if (problem.isEmpty()) {
      log.warn("traces: {}. Check OTEL_EXPORTER_OTLP_ENDPOINT.", why);
    }
    problem = why;
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public String toString() {
    return exporter.toString();
  }
}
