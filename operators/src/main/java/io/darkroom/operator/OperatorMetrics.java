package io.darkroom.operator;

import static io.darkroom.metric.JobMetrics.BUILD;
import static io.darkroom.metric.JobMetrics.ENGINE_CUDA;
import static io.darkroom.metric.JobMetrics.FILTER_DURATION;
import static io.darkroom.metric.JobMetrics.FRAMES_DROPPED;
import static io.darkroom.metric.JobMetrics.FRAMES_FELL_BACK;
import static io.darkroom.metric.JobMetrics.FRAMES_MISPLACED;
import static io.darkroom.metric.JobMetrics.FRAMES_PROCESSED;
import static io.darkroom.metric.JobMetrics.FRAMES_READ;
import static io.darkroom.metric.JobMetrics.FRAMES_REJECTED;
import static io.darkroom.metric.JobMetrics.HEADERS_LEFT_OUT;
import static io.darkroom.metric.JobMetrics.MEMORY_HELD;
import static io.darkroom.metric.JobMetrics.MEMORY_LIMIT;
import static io.darkroom.metric.JobMetrics.PIPELINES;
import static io.darkroom.metric.JobMetrics.PIPELINES_LATE;
import static io.darkroom.metric.JobMetrics.PIPELINES_REFUSED;
import static io.darkroom.metric.JobMetrics.PROCESSED_BYTES;
import static io.darkroom.metric.JobMetrics.READ_BYTES;
import static io.darkroom.metric.JobMetrics.RESULTS_SKIPPED;
import static io.darkroom.metric.JobMetrics.STAGE_DURATION;
import static io.darkroom.metric.JobMetrics.STREAM_LABELS;
import static io.darkroom.metric.JobMetrics.STREAM_LABEL_LIMIT;

import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineGauge;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.SharedLabel;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of one subtask, under the names of {@link io.darkroom.metric.JobMetrics}. Updated by
 * the task's thread. Metrics with few labels are registered at the start, so that no query is empty
 * before the first event.
 */
final class OperatorMetrics {

  private static final int MOST_PIPELINES = 200;
  private static final int MOST_MISPLACED = 100;

  /** The reasons why the job drops a frame without a result or a reject. */
  private static final Set<DropReason> DROPS =
      EnumSet.of(DropReason.UNCLAIMED, DropReason.CANCELLED, DropReason.EXPIRED);

  private record PipelineKey(String streamId, String pipelineId, String accelerator) {}

  private record PipelineCounters(Counter frames, Counter bytes) {}

  private record FilterKey(String filterId, String accelerator) {}

  private final MetricGroup group;
  private final Counter framesRead;
  private final Counter bytesRead;
  private final Counter headersLeftOut;
  private final Counter fellBack;
  private final Counter skipped;
  private final Counter late;
  private final Counter pipelinesRefused;
  private final FixedBuckets queue;
  private final FixedBuckets decode;
  private final FixedBuckets filters;
  private final FixedBuckets encode;
  private final Map<FilterKey, FixedBuckets> byFilter = new HashMap<>();
  private final Map<PipelineKey, PipelineCounters> byPipeline = new HashMap<>();
  private final Map<String, Counter> misplaced = new HashMap<>();
  private final Map<DropReason, Counter> drops = new EnumMap<>(DropReason.class);
  private final Map<ErrorCode, Counter> rejects = new EnumMap<>(ErrorCode.class);
  private volatile int labelled;
  private volatile int pipelines;
  private boolean showsPipelines;

  OperatorMetrics(MetricGroup operator) {
    group = operator;
    framesRead = counter(FRAMES_READ);
    bytesRead = counter(READ_BYTES);
    headersLeftOut = counter(HEADERS_LEFT_OUT);
    fellBack = counter(FRAMES_FELL_BACK);
    skipped = counter(RESULTS_SKIPPED);
    late = counter(PIPELINES_LATE);
    pipelinesRefused = counter(PIPELINES_REFUSED);
    queue = histogram(STAGE_DURATION, "queue");
    decode = histogram(STAGE_DURATION, "decode");
    filters = histogram(STAGE_DURATION, "filters");
    encode = histogram(STAGE_DURATION, "encode");
    for (DropReason reason : DROPS) {
      drops.put(reason, counter(FRAMES_DROPPED, reason.text()));
    }
    for (ErrorCode code : ErrorCode.values()) {
      rejects.put(code, counter(FRAMES_REJECTED, code.name()));
    }
    labels(BUILD, version()).gauge(BUILD.name(), () -> 1);
    group.gauge(STREAM_LABELS.name(), () -> labelled);
    group.gauge(STREAM_LABEL_LIMIT.name(), () -> MOST_PIPELINES);
  }

  private static String version() {
    String version = OperatorMetrics.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private Counter counter(Metric metric, String... values) {
    return labels(metric, values).counter(metric.name());
  }

  private FixedBuckets histogram(Metric metric, String... values) {
    return new FixedBuckets(labels(metric, values), metric.name());
  }

  private MetricGroup labels(Metric metric, String... values) {
    MetricGroup labelled = group;
    for (int i = 0; i < values.length; i++) {
      labelled = labelled.addGroup(metric.labels().get(i), values[i]);
    }
    return labelled;
  }

  /** Registers the gauges of an engine. */
  void watch(Engine engine) {
    group.gauge(
        ENGINE_CUDA.name(),
        () -> engine.accelerator().startsWith("cuda") && engine.trouble().isEmpty() ? 1 : 0);
    for (EngineGauge gauge : engine.gauges()) {
      Metric metric = gauge.metric();
      String[] values =
          metric.labels().stream().map(label -> gauge.labels().get(label)).toArray(String[]::new);
      labels(metric, values).gauge(metric.name(), gauge.value()::getAsDouble);
    }
  }

  void read(FrameRecord frame) {
    framesRead.inc();
    bytesRead.inc(frame.value().length);
    headersLeftOut.inc(frame.headers().leftOut());
  }

  void processed(Frame result, Processing processing) {
    String accelerator = processing.accelerator().startsWith("cuda") ? "cuda" : "cpu";
    PipelineCounters counters = countersOf(result, processing, accelerator);
    counters.frames().inc();
    counters.bytes().inc(result.image().size());
    if (processing.fellBack()) {
      fellBack.inc();
    }
    queue.observe(processing.queueMicros());
    decode.observe(processing.decodeMicros());
    filters.observe(processing.filterMicros());
    encode.observe(processing.encodeMicros());
    for (FilterTime time : processing.filters()) {
      byFilter
          .computeIfAbsent(
              new FilterKey(time.filterId(), accelerator),
              key -> histogram(FILTER_DURATION, key.filterId(), key.accelerator()))
          .observe(time.micros());
    }
  }

  void dropped(DropReason reason) {
    drops.get(reason).inc();
  }

  /** Counts a result that is not made because nobody uses it. */
  void skipped() {
    skipped.inc();
  }

  /** Registers the gauges of a task's memory. */
  void watch(MemoryAccount memory) {
    group.gauge(MEMORY_LIMIT.name(), memory::limit);
    for (MemoryAccount.Kind kind : MemoryAccount.Kind.values()) {
      labels(MEMORY_HELD, kind.label()).gauge(MEMORY_HELD.name(), () -> memory.held(kind));
    }
  }

  /** Updates the number of pipelines; the first call registers the gauge. */
  void pipelines(PipelineIndex index) {
    pipelines = index.size();
    pipelinesRefused.inc(index.refused() - pipelinesRefused.getCount());
    if (!showsPipelines) {
      showsPipelines = true;
      group.gauge(PIPELINES.name(), () -> pipelines);
    }
  }

  /** Counts a misplaced frame; streams beyond the limit share a label. */
  void misplaced(String streamId) {
    boolean labelled = misplaced.containsKey(streamId) || misplaced.size() < MOST_MISPLACED;
    misplaced
        .computeIfAbsent(
            labelled ? streamId : SharedLabel.OTHER, label -> counter(FRAMES_MISPLACED, label))
        .inc();
  }

  void late() {
    late.inc();
  }

  long lateChanges() {
    return late.getCount();
  }

  void rejected(ErrorCode code) {
    rejects.get(code).inc();
  }

  /** Bounds the number of labels: streams and pipelines beyond the limit share one. */
  private PipelineCounters countersOf(Frame result, Processing processing, String accelerator) {
    boolean request = processing.pipelineId().isEmpty();
    PipelineKey key =
        request
            ? new PipelineKey(SharedLabel.REQUEST, SharedLabel.REQUEST, accelerator)
            : new PipelineKey(result.streamId(), processing.pipelineId(), accelerator);
    PipelineCounters known = byPipeline.get(key);
    if (known != null) {
      return known;
    }
    PipelineKey label =
        byPipeline.size() < MOST_PIPELINES
            ? key
            : new PipelineKey(SharedLabel.OTHER, SharedLabel.OTHER, accelerator);
    PipelineCounters counters = byPipeline.computeIfAbsent(label, this::register);
    labelled = byPipeline.size();
    return counters;
  }

  private PipelineCounters register(PipelineKey key) {
    String[] values = {key.streamId(), key.pipelineId(), key.accelerator()};
    return new PipelineCounters(
        counter(FRAMES_PROCESSED, values), counter(PROCESSED_BYTES, values));
  }
}
