package io.darkroom.telemetry.trace;

import io.darkroom.frame.TraceContext;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records the traces of one process and exports them by OTLP, as configured by the standard OTEL_*
 * variables; off by default. Decides which traces to keep at their start and at their end.
 * Thread-safe. Close it after use.
 */
public final class Tracing implements AutoCloseable {

  /** Records nothing and costs nothing. */
  public static final Tracing OFF = new Tracing(0);

  private static final String SCOPE = "io.darkroom";
  private static final long LONGEST_CLOSE_SECONDS = 1;

  /** Exporters log every failure, so they are silenced; {@link ExportWatch} logs the first. */
  private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry");

  private static final TextMapPropagator W3C =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private final TraceRatios ratios = new TraceRatios();
  private final KeptTraces kept = new KeptTraces();
  private final Map<Decision, LongAdder> counts = new EnumMap<>(Decision.class);
  private final List<HeldSpans> held = new CopyOnWriteArrayList<>();
  private TraceBudget budget;
  private double pageRatio;
  private volatile ExportWatch exporter;
  private SdkTracerProvider provider;
  private Tracer tracer = TracerProvider.noop().get(SCOPE);

  private Tracing(double tracesPerSecond) {
    this.budget = new TraceBudget(tracesPerSecond, System::nanoTime);
    for (Decision decision : Decision.values()) {
      counts.put(decision, new LongAdder());
    }
  }

  /**
   * Opens tracing as configured by the environment; returns {@link #OFF} if it is not configured.
   *
   * @param service the name of the process, unless OTEL_SERVICE_NAME is set
   */
  public static Tracing open(String service) {
    return open(service, Map.of());
  }

  /** Opens tracing with settings that override the environment, by OpenTelemetry property name. */
  public static Tracing open(String service, Map<String, String> overrides) {
    TraceSettings settings = new TraceSettings(overrides);
    if (!settings.on()) {
      return OFF;
    }
    Tracing tracing = new Tracing(TraceSettings.DEFAULT_BUDGET);
    tracing.begin(service, settings);
    return tracing;
  }

  private void begin(String service, TraceSettings settings) {
    EXPORTERS.setLevel(Level.OFF);
    provider =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> TraceSettings.defaults(service))
            .addPropertiesCustomizer(config -> settings.fixed())
            .addSamplerCustomizer(this::sampler)
            .addSpanExporterCustomizer(this::watched)
            .addSpanProcessorCustomizer(this::holding)
            .build()
            .getOpenTelemetrySdk()
            .getSdkTracerProvider();
    tracer = provider.get(SCOPE);
  }

  private Sampler sampler(Sampler configured, ConfigProperties config) {
    pageRatio = Math.min(1, Math.max(0, config.getDouble(TraceSettings.PAGE_RATIO, 0)));
    budget =
        new TraceBudget(
            Math.max(0, config.getDouble(TraceSettings.BUDGET, TraceSettings.DEFAULT_BUDGET)),
            System::nanoTime);
    return config.getString(TraceSettings.SAMPLER) == null
        ? new HeadSampler(ratios, budget, this::count)
        : new RecordingSampler(configured);
  }

  private SpanExporter watched(SpanExporter configured, ConfigProperties config) {
    exporter = new ExportWatch(configured);
    return exporter;
  }

  private SpanProcessor holding(SpanProcessor configured, ConfigProperties config) {
    HeldSpans holding = new HeldSpans(configured, kept, System::nanoTime);
    held.add(holding);
    return holding;
  }

  public boolean enabled() {
    return provider != null;
  }

  public Tracer tracer() {
    return tracer;
  }

  /** Returns the context that a frame or call carried; the root context if it is invalid. */
  public Context context(TraceContext carried) {
    return W3C.extract(Context.root(), carried, Carried.INSTANCE);
  }

  /** Returns a copy of the context whose next span is kept for this reason. */
  public static Context wanted(Context context, Decision why) {
    return context.with(HeadSampler.WANTED, why);
  }

  /**
   * Returns the trace context to send on with a frame after this span.
   *
   * @param came the trace context that the frame arrived with
   */
  public TraceContext carried(SpanContext span, TraceContext came) {
    if (!span.isValid()) {
      return came;
    }
    boolean sampled = span.isSampled() || kept.contains(span.getTraceId());
    String traceparent = new Traceparent(span.getTraceId(), span.getSpanId(), sampled).text();
    boolean continued = came.traceparent().contains(span.getTraceId());
    return new TraceContext(traceparent, continued ? came.tracestate() : "", came.baggage());
  }

  /** Keeps a trace that was possibly not sampled at its start. */
  public void keep(String traceId, Decision why) {
    count(traceId, why);
    held.forEach(spans -> spans.release(traceId));
  }

  private void count(String traceId, Decision why) {
    if (kept.add(traceId)) {
      counts.get(why).increment();
    }
  }

  public boolean keeps(SpanContext span) {
    return span.isSampled() || keeps(span.getTraceId());
  }

  /** Exports spans that another process has recorded; without an exporter they are dropped. */
  public void export(Collection<? extends SpanData> spans) {
    if (exporter != null && !spans.isEmpty()) {
      exporter.export(List.copyOf(spans));
    }
  }

  /** Returns whether a trace is known to be kept. */
  public boolean keeps(String traceId) {
    return kept.contains(traceId);
  }

  /** Returns the trace ratios of streams. */
  public TraceRatios ratios() {
    return ratios;
  }

  /** Keeps a trace by the ratio of its stream, if the trace started before its stream was known. */
  public void draw(SpanContext span, String streamId) {
    ratios
        .of(streamId)
        .ifPresent(
            ratio -> {
              if (!keeps(span) && HeadSampler.lot(span.getTraceId()) < ratio) {
                keep(span.getTraceId(), Decision.STREAM);
              }
            });
  }

  /** Returns the current sampling ratio of the budget, 0 to 1. */
  public double ratio() {
    return enabled() ? budget.ratio() : 0;
  }

  /** Returns the maximum number of traces sampled per second. */
  public double budget() {
    return enabled() ? budget.perSecond() : 0;
  }

  /** Returns the part of their calls and frames that web pages trace, 0 to 1. */
  public double pageRatio() {
    return pageRatio;
  }

  /** Returns how many traces were kept for this reason since the process started. */
  public long count(Decision why) {
    return counts.get(why).sum();
  }

  /** Returns why the last export failed; empty if it succeeded. */
  public String exportProblem() {
    return exporter == null ? "" : exporter.problem();
  }

  /** Exports pending spans; waits at most one second. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private enum Carried implements TextMapGetter<TraceContext> {
    INSTANCE;

    @Override
    public Iterable<String> keys(TraceContext carrier) {
      return List.of("traceparent", "tracestate", "baggage");
    }

    @Override
    public String get(TraceContext carrier, String key) {
      String value =
          switch (key) {
            case "traceparent" -> carrier.traceparent();
            case "tracestate" -> carrier.tracestate();
            case "baggage" -> carrier.baggage();
            default -> "";
          };
      return value.isEmpty() ? null : value;
    }
  }
}
