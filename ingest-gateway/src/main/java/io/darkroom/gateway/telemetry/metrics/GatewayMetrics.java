package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limits.LimitGauges;
import io.darkroom.telemetry.metric.Buckets;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.SharedLabel;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the gateway counts and measures, under the names of {@link GatewaySeries}. What has few
 * labels is there from the start, so that no query is empty for want of an event. Thread-safe.
 */
public final class GatewayMetrics implements LimitGauges {

  private static final String REQUEST = "request";
  private static final List<String> TRANSPORTS =
      List.of("http", "grpc", "websocket", "source", REQUEST);
  private static final List<String> KINDS = List.of("raw", "processed");
  private static final Duration[] BUCKETS =
      Arrays.stream(Buckets.micros())
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  /** Why a socket was closed: its peer takes nothing. */
  public static final String NOT_READING = "not_reading";

  /** The limit that is one of bytes; the others count things. */
  private static final String BODY_BYTES = "body_bytes";

  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final int MOST_PARTITIONS = 256;

  private record Series(Metric metric, List<String> values) {}

  private final Exemplars exemplars = new Exemplars();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, exemplars);
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  /** Held here, since their counters do not hold them. */
  private final List<LongSupplier> counts = new CopyOnWriteArrayList<>();

  private final StreamingCalls streaming = new StreamingCalls(this);
  private final StreamLabels streams;
  private final int labelLimit;

  /**
   * @param streamLabels the most streams with series of their own; the others share one name
   */
  public GatewayMetrics(int streamLabels) {
    this.streams = new StreamLabels(streamLabels);
    this.labelLimit = streamLabels;
    TRANSPORTS.forEach(transport -> counter(GatewaySeries.INGESTED_BYTES, transport));
    for (String kind : KINDS) {
      counter(GatewaySeries.DELIVERED_BYTES, kind);
      timer(GatewaySeries.DELIVERY_LATENCY, kind);
    }
    counter(GatewaySeries.WEBSOCKETS_CLOSED, NOT_READING);
    for (ErrorCode code : ErrorCode.values()) {
      counter(GatewaySeries.REJECTS, code.name());
    }
    timer(GatewaySeries.PROCESSING_DURATION);
    timer(GatewaySeries.PUBLISH_DURATION);
    observe(GatewaySeries.STREAM_LABELS, streams::size);
    observe(GatewaySeries.STREAM_LABEL_LIMIT, () -> streamLabels);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Counts the calls of many messages. */
  public StreamingCalls streaming() {
    return streaming;
  }

  /** Observes something that belongs to a trace, which may then stand for it as an exemplar. */
  public void within(String traceparent, Runnable observation) {
    exemplars.within(traceparent, observation);
  }

  public void ingested(String transport, String streamId, long bytes) {
    counter(GatewaySeries.FRAMES_INGESTED, transport, streams.of(streamId)).increment();
    counter(GatewaySeries.INGESTED_BYTES, transport).increment(bytes);
  }

  /** A frame that asks for one answer and belongs to no stream. */
  public void requested(long bytes) {
    counter(GatewaySeries.FRAMES_INGESTED, REQUEST, SharedLabel.REQUEST).increment();
    counter(GatewaySeries.INGESTED_BYTES, REQUEST).increment(bytes);
  }

  /** A frame was handed to a subscriber. */
  public void delivered(String kind, String streamId, long bytes) {
    counter(GatewaySeries.FRAMES_DELIVERED, kind, streams.of(streamId)).increment();
    counter(GatewaySeries.DELIVERED_BYTES, kind).increment(bytes);
  }

  /** The same, so long after it came from Kafka. */
  public void deliveredAfter(String kind, Duration sinceArrival) {
    timer(GatewaySeries.DELIVERY_LATENCY, kind).record(sinceArrival);
  }

  /**
   * How long a frame and its result took from the broker to a subscriber. The time of the frame may
   * come from another program's clock: beyond a day it would only spoil the sum.
   */
  public void endToEnd(String streamId, long millis) {
    timer(GatewaySeries.END_TO_END_LATENCY, streams.of(streamId))
        .record(Math.max(0, Math.min(millis, DAY_MILLIS)), TimeUnit.MILLISECONDS);
  }

  public void dropped(String reason, String streamId) {
    dropped(reason, streamId, 1);
  }

  /**
   * Frames were dropped.
   *
   * @param reason a {@link DropReason}, as statuses have it: that of a refusal has its error code
   *     after a colon, which is a label of its own here
   * @param streamId empty where it is not known any more
   */
  public void dropped(String reason, String streamId, long frames) {
    String[] parts = reason.split(":", 2);
    String code = parts.length > 1 ? parts[1] : "";
    String stream = streamId.isEmpty() ? SharedLabel.UNKNOWN : streams.of(streamId);
    counter(GatewaySeries.FRAMES_DROPPED, parts[0], code, stream).increment(frames);
  }

  public void rejected(ErrorCode code) {
    counter(GatewaySeries.REJECTS, code.name()).increment();
  }

  /** A topic is followed from now on. */
  public void reads(String topic) {
    counter(GatewaySeries.UNREADABLE_RECORDS, topic);
    counter(GatewaySeries.MISSED_RECORDS, topic);
  }

  /** Records that were deleted before they were read. */
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

  /** The gateway closed a socket of its own accord. */
  public void closed(String reason) {
    counter(GatewaySeries.WEBSOCKETS_CLOSED, reason).increment();
  }

  public void processed(Duration took) {
    timer(GatewaySeries.PROCESSING_DURATION).record(took);
  }

  /** A frame was acknowledged by Kafka. */
  public void published(Duration took) {
    timer(GatewaySeries.PUBLISH_DURATION).record(took);
  }

  /** Whether a stream has series of its own. */
  public boolean hasSeries(String streamId) {
    return streams.of(streamId).equals(streamId);
  }

  /** Shows values whose one label comes and goes; only so many of them as streams have series. */
  public void observeEach(Metric metric, Supplier<? extends Map<String, Double>> values) {
    registry.getPrometheusRegistry().register(new LabelledSeries(metric, labelLimit, values));
  }

  /** The same of partitions, of which there are few. */
  public void observePartitions(Metric metric, Supplier<? extends Map<String, Double>> values) {
    registry.getPrometheusRegistry().register(new LabelledSeries(metric, MOST_PARTITIONS, values));
  }

  /** Shows what does not change, as labels of a value that is always 1. */
  public void tell(Metric metric, String... values) {
    InfoSnapshot told =
        InfoSnapshot.builder()
            .name(metric.name().replaceFirst("_info$", ""))
            .help(metric.meaning())
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of(metric.labels(), List.of(values)))
                    .build())
            .build();
    registry.getPrometheusRegistry().register(() -> told);
  }

  /** Shows a value that is read when it is asked for. */
  public void observe(Metric metric, DoubleSupplier value, String... labels) {
    Gauge.builder(metric.name(), value::getAsDouble)
        .tags(tags(metric, List.of(labels)))
        .description(metric.meaning())
        .strongReference(true)
        .register(registry);
  }

  /** The same of a value that only grows. */
  public void observeCount(Metric metric, LongSupplier count, String... labels) {
    FunctionCounter.builder(metric.name(), count, LongSupplier::getAsLong)
        .tags(tags(metric, List.of(labels)))
        .description(metric.meaning())
        .register(registry);
    counts.add(count);
  }

  Counter counter(Metric metric, String... values) {
    return counters.computeIfAbsent(
        new Series(metric, List.of(values)),
        series ->
            Counter.builder(metric.name())
                .tags(tags(metric, series.values()))
                .description(metric.meaning())
                .register(registry));
  }

  Timer timer(Metric metric, String... values) {
    return timers.computeIfAbsent(
        new Series(metric, List.of(values)),
        series ->
            Timer.builder(metric.name())
                .tags(tags(metric, series.values()))
                .description(metric.meaning())
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private static List<Tag> tags(Metric metric, List<String> values) {
    List<Tag> tags = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      tags.add(Tag.of(metric.labels().get(i), values.get(i)));
    }
    return tags;
  }
}
