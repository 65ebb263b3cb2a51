package io.darkroom.operator;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps spans in memory for {@code otel.traces.exporter=memory}: one list for all exporters. */
public final class MemoryExporter implements ConfigurableSpanExporterProvider, SpanExporter {

  static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return this;
  }

  @Override
  public String getName() {
    return "memory";
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    SPANS.addAll(spans);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
