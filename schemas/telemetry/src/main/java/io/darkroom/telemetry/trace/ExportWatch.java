package io.darkroom.telemetry.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wraps an exporter and records whether its last export succeeded. Thread-safe. */
final class ExportWatch implements SpanExporter {

  private static final Logger log = LoggerFactory.getLogger(ExportWatch.class);

  private final SpanExporter exporter;
  private volatile String problem = "";

  ExportWatch(SpanExporter exporter) {
    this.exporter = exporter;
  }

  /** Returns why the last export failed; empty if it succeeded. */
  String problem() {
    return problem;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> exported(result, spans.size()));
    return result;
  }

  private void exported(CompletableResultCode result, int spans) {
    if (result.isSuccess()) {
      if (!problem.isEmpty()) {
        log.info("traces: exported again");
      }
      problem = "";
      return;
    }
    Throwable cause = result.getFailureThrowable();
    String why =
        "%d spans not exported%s (expected: an OTLP receiver at the configured endpoint)"
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
