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
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The traces of one process: off, or exported by OTLP, as the standard OTEL_* variables say.
 * Chooses which are kept, at their beginning and at their end. Thread-safe. Closed by who opened
 * it.
 */
public final class Tracing implements AutoCloseable {

  /** Records nothing and costs nothing. */
  public static final Tracing OFF = new Tracing(0);

  private static final String SCOPE = "io.darkroom";
  private static final long LONGEST_CLOSE_SECONDS = 1;

  /** Its exporters tell of failures by themselves, over and over; {@link ExportWatch} does once. */
  private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry");

  private static final TextMapPropagator W3C =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private final TraceRatios ratios = new TraceRatios();
  private final KeptTraces kept = new KeptTraces();
  private final Map<Decision, LongAdder> counts = new EnumMap<>(Decision.class);
  private final List<HeldSpans> held = new CopyOnWriteArrayList<>();
  private TraceBudget budget;
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
   * As the environment says; {@link #OFF} where it does not ask for traces.
   *
   * @param service the name of the process, where OTEL_SERVICE_NAME does not say otherwise
   */
  public static Tracing open(String service) {
    return open(service, Map.of());
  }

  /** With settings in place of the environment's, under the names of OpenTelemetry's properties. */
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

  /** The parent and the baggage that came with a frame or a call; a root where they are invalid. */
  public Context context(TraceContext carried) {
    return W3C.extract(Context.root(), carried, Carried.INSTANCE);
  }

  /** The same context, whose next span is kept for this reason. */
  public static Context wanted(Context context, Decision why) {
    return context.with(HeadSampler.WANTED, why);
  }

  /**
   * What goes on with a frame whose newest span is this one.
   *
   * @param came what came with it
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

  /** Keeps a trace that may not have been chosen at its beginning. */
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

  /** Whether it is known that a trace is kept. */
  public boolean keeps(String traceId) {
    return kept.contains(traceId);
  }

  /** Streams with ratios of their own. */
  public TraceRatios ratios() {
    return ratios;
  }

  /**
   * Keeps a trace that was not chosen before its stream was known, where the stream's ratio says
   * so.
   */
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

  /** The part of traces that the budget has room for at present, 0 to 1. */
  public double ratio() {
    return enabled() ? budget.ratio() : 0;
  }

  /** Traces drawn a second, at most. */
  public double budget() {
    return enabled() ? budget.perSecond() : 0;
  }

  /** Traces kept for a reason since the process began. */
  public long count(Decision why) {
    return counts.get(why).sum();
  }

  /** Why what was exported last did not arrive; empty where it did. */
  public String exportProblem() {
    return exporter == null ? "" : exporter.problem();
  }

  /** Exports what is waiting, for a moment at most. */
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
