package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limits.LimitGauges;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.SharedLabel;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Records the metrics of {@link GatewaySeries}. Metrics with few label values are created at the
 * start, so that queries find them before the first event. Thread-safe.
 */
public final class GatewayMetrics implements LimitGauges {

  private static final String REQUEST = "request";
  private static final List<String> TRANSPORTS =
      List.of("http", "grpc", "websocket", "source", REQUEST);
  private static final List<String> KINDS = List.of("raw", "processed");

  /** The reason for closing a WebSocket whose peer reads nothing. */
  public static final String NOT_READING = "not_reading";

  /** The only limit in bytes; the others are counts. */
  private static final String BODY_BYTES = "body_bytes";

  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final int MOST_PARTITIONS = 256;

  private final Exemplars exemplars = new Exemplars();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, exemplars);
  private final Meters meters = new Meters(registry);

  /** Keeps the suppliers alive, which their counters reference weakly. */
  private final List<LongSupplier> counts = new CopyOnWriteArrayList<>();

  private final StreamingCalls streaming = new StreamingCalls(this);
  private final StreamLabels streams;
  private final int labelLimit;

  /**
   * @param streamLabels how many streams get their own series; the others share one label
   */
  public GatewayMetrics(int streamLabels) {
    this.streams = new StreamLabels(streamLabels);
    this.labelLimit = streamLabels;
    // Armeria's gauges of a replaced certificate would clash with those of the new one.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("armeria.server.tls.certificate"));
    TRANSPORTS.forEach(transport -> counter(GatewaySeries.INGESTED_BYTES, transport));
    for (String kind : KINDS) {
      counter(GatewaySeries.DELIVERED_BYTES, kind);
      timer(GatewaySeries.DELIVERY_LATENCY, kind);
    }
    Arrays.stream(SkipReason.values()).forEach(reason -> skipped(reason, 0));
    counter(GatewaySeries.FRAMES_SCALED);
    counter(GatewaySeries.WEBSOCKETS_CLOSED, NOT_READING);
    for (ErrorCode code : ErrorCode.values()) {
      counter(GatewaySeries.REJECTS, code.name());
    }
    pageSpans(0, 0);
    counter(GatewaySeries.AUDIT_SKIPPED);
    timer(GatewaySeries.PROCESSING_DURATION);
    timer(GatewaySeries.PUBLISH_DURATION);
    observe(GatewaySeries.STREAM_LABELS, streams::size);
    observe(GatewaySeries.STREAM_LABEL_LIMIT, () -> streamLabels);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** The metrics of streaming calls. */
  public StreamingCalls streaming() {
    return streaming;
  }

  /** Runs an observation within a trace, which may become its exemplar. */
  public void within(String traceparent, Runnable observation) {
    exemplars.within(traceparent, observation);
  }

  public void ingested(String transport, String streamId, long bytes) {
    counter(GatewaySeries.FRAMES_INGESTED, transport, streams.of(streamId)).increment();
    counter(GatewaySeries.INGESTED_BYTES, transport).increment(bytes);
  }

  /** Counts the frame of a request, which belongs to no stream. */
  public void requested(long bytes) {
    counter(GatewaySeries.FRAMES_INGESTED, REQUEST, SharedLabel.REQUEST).increment();
    counter(GatewaySeries.INGESTED_BYTES, REQUEST).increment(bytes);
  }

  /** Counts a frame that was handed to a watcher. */
  public void delivered(String kind, String streamId, long bytes) {
    counter(GatewaySeries.FRAMES_DELIVERED, kind, streams.of(streamId)).increment();
    counter(GatewaySeries.DELIVERED_BYTES, kind).increment(bytes);
  }

  /** Counts a frame that was scaled down for its watchers. */
  public void scaled() {
    counter(GatewaySeries.FRAMES_SCALED).increment();
  }

  /** Records the time from a frame's arrival from Kafka to its delivery. */
  public void deliveredAfter(String kind, Duration sinceArrival) {
    timer(GatewaySeries.DELIVERY_LATENCY, kind).record(sinceArrival);
  }

  /**
   * Records the time from the append of a frame to the delivery of its result. Capped at a day,
   * since the frame's timestamp may come from a clock that is wrong.
   */
  public void endToEnd(String streamId, long millis) {
    timer(GatewaySeries.END_TO_END_LATENCY, streams.of(streamId))
        .record(Math.max(0, Math.min(millis, DAY_MILLIS)), TimeUnit.MILLISECONDS);
  }

  public void dropped(String reason, String streamId) {
    dropped(reason, streamId, 1);
  }

  /**
   * Counts dropped frames.
   *
   * @param reason a {@link DropReason}; {@code rejected} is followed by a colon and the error code,
   *     which becomes the label {@code code}
   * @param streamId empty if it is no longer known
   */
  public void dropped(String reason, String streamId, long frames) {
    String[] parts = reason.split(":", 2);
    String code = parts.length > 1 ? parts[1] : "";
    String stream = streamId.isEmpty() ? SharedLabel.UNKNOWN : streams.of(streamId);
    counter(GatewaySeries.FRAMES_DROPPED, parts[0], code, stream).increment(frames);
  }

  public void rejected(ErrorCode code, long frames) {
    counter(GatewaySeries.REJECTS, code.name()).increment(frames);
  }

  public void skipped(SkipReason reason, long bytes) {
    counter(GatewaySeries.SKIPPED_BYTES, reason.text()).increment(bytes);
  }

  /** Creates the counters of a topic that is read from now on. */
  public void reads(String topic) {
    counter(GatewaySeries.UNREADABLE_RECORDS, topic);
    counter(GatewaySeries.MISSED_RECORDS, topic);
  }

  /** Counts records that were deleted before they were read. */
  public void missed(String topic, long records) {
    counter(GatewaySeries.MISSED_RECORDS, topic).increment(records);
  }

  public void unreadable(String topic) {
    counter(GatewaySeries.UNREADABLE_RECORDS, topic).increment();
  }

  @Override
  public void limited(String what, long most) {
    if (what.equals(BODY_BYTES)) {
      observe(GatewaySeries.BODY_LIMIT_BYTES, () -> most);
    } else {
      observe(GatewaySeries.LIMIT, () -> most, what);
    }
    counter(GatewaySeries.REFUSED, what);
  }

  @Override
  public void used(String what, LongSupplier used) {
    if (what.equals(BODY_BYTES)) {
      observe(GatewaySeries.BODY_BYTES, used::getAsLong);
    } else {
      observe(GatewaySeries.IN_USE, used::getAsLong, what);
    }
  }

  @Override
  public void refused(String what) {
    counter(GatewaySeries.REFUSED, what).increment();
  }

  /** Counts a WebSocket that the gateway closed. */
  public void closed(String reason) {
    counter(GatewaySeries.WEBSOCKETS_CLOSED, reason).increment();
  }

  /** Counts a refused call that is not recorded. */
  public void auditSkipped() {
    counter(GatewaySeries.AUDIT_SKIPPED).increment();
  }

  /** Counts spans that a web page sent. */
  public void pageSpans(long exported, long refused) {
    counter(TraceSeries.PAGE_SPANS).increment(exported);
    counter(TraceSeries.PAGE_SPANS_REFUSED).increment(refused);
  }

  public void processed(Duration took) {
    timer(GatewaySeries.PROCESSING_DURATION).record(took);
  }

  /** Records the time until Kafka acknowledged a frame. */
  public void published(Duration took) {
    timer(GatewaySeries.PUBLISH_DURATION).record(took);
  }

  /** Whether a stream has its own series. */
  public boolean hasSeries(String streamId) {
    return streams.of(streamId).equals(streamId);
  }

  /** Exports values by a label that comes and goes; limited like the streams with series. */
  public void observeEach(Metric metric, Supplier<? extends Map<String, Double>> values) {
    registry.getPrometheusRegistry().register(new LabelledSeries(metric, labelLimit, values));
  }

  /** Exports values by partition. */
  public void observePartitions(Metric metric, Supplier<? extends Map<String, Double>> values) {
    registry.getPrometheusRegistry().register(new LabelledSeries(metric, MOST_PARTITIONS, values));
  }

  /** Exports constant text as the labels of a metric whose value is always 1. */
  public void info(Metric metric, String... values) {
    InfoSnapshot info =
        InfoSnapshot.builder()
            .name(metric.name().replaceFirst("_info$", ""))
            .help(metric.meaning())
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of(metric.labels(), List.of(values)))
                    .build())
            .build();
    registry.getPrometheusRegistry().register(() -> info);
  }

  /** Exports a value that is read at each scrape. */
  public void observe(Metric metric, DoubleSupplier value, String... labels) {
    Gauge.builder(metric.name(), value::getAsDouble)
        .tags(Meters.tags(metric, List.of(labels)))
        .description(metric.meaning())
        .strongReference(true)
        .register(registry);
  }

  /** Exports a value that only grows and is read at each scrape. */
  public void observeCount(Metric metric, LongSupplier count, String... labels) {
    FunctionCounter.builder(metric.name(), count, LongSupplier::getAsLong)
        .tags(Meters.tags(metric, List.of(labels)))
        .description(metric.meaning())
        .register(registry);
    counts.add(count);
  }

  Counter counter(Metric metric, String... values) {
    return meters.counter(metric, values);
  }

  Timer timer(Metric metric, String... values) {
    return meters.timer(metric, values);
  }
}
