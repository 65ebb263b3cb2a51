package io.darkroom.operator;

import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineGauge;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Every metric of the filter operator. Under Flink's operator scope, which the Prometheus reporter
 * writes as {@code flink_taskmanager_job_task_operator_…}:
 *
 * <ul>
 *   <li>{@code darkroom_engine_cuda}: 1 where chains run on a GPU, 0 where on the CPU
 *   <li>{@code darkroom_gpu_utilization_percent}, {@code …_memory_used_bytes}, {@code
 *       …_memory_total_bytes}, {@code …_temperature_celsius}, {@code …_power_watts}, label {@code
 *       gpu}: of the task's GPU, by NVML; NaN without it
 *   <li>{@code darkroom_gpu_usable}: 0 once the GPU is lost to this process
 *   <li>{@code darkroom_gpu_slot_busy_seconds}, {@code …_slot_launches}, {@code
 *       …_slot_device_memory_bytes}, {@code …_slot_pinned_memory_bytes}: of this task alone
 *   <li>{@code darkroom_gpu_reason_fallback_pictures}, labels {@code gpu}, {@code reason}: pictures
 *       that the CPU took over
 *   <li>{@code darkroom_frames_in}, {@code darkroom_bytes_in}: records read, and their bytes
 *   <li>{@code darkroom_stream_pipeline_frames}, {@code …_bytes}, labels {@code stream}, {@code
 *       pipeline}: results and their bytes; requests count as pipeline {@code request}
 *   <li>{@code darkroom_reason_drops}, label {@code reason}: frames that gave no result and no
 *       reject; {@code unclaimed} are those whose stream has no pipeline
 *   <li>{@code darkroom_frames_fell_back}: results made on another accelerator than asked for
 *   <li>{@code darkroom_code_rejects}, label {@code code}: frames refused, by error code
 *   <li>{@code darkroom_pipelines_late}: pipeline changes heard of after frames they apply to
 *   <li>{@code darkroom_stage_le_bucket}, {@code darkroom_stage_sum}, {@code darkroom_stage_count},
 *       labels {@code stage} (queue, decode, filters, encode) and {@code le}: microseconds
 *   <li>{@code darkroom_filter_le_bucket}, {@code …_sum}, {@code …_count}, labels {@code filter}
 *       and {@code le}: microseconds
 * </ul>
 */
final class OperatorMetrics {

  private static final int MOST_PIPELINES = 200;
  private static final String OTHER = "other";

  private record PipelineKey(String streamId, String pipelineId) {}

  private record PipelineCounters(Counter frames, Counter bytes) {}

  private final MetricGroup group;
  private final Counter framesIn;
  private final Counter bytesIn;
  private final Counter unclaimed;
  private final Counter fellBack;
  private final Counter late;
  private final FixedBuckets queue;
  private final FixedBuckets decode;
  private final FixedBuckets filters;
  private final FixedBuckets encode;
  private final Map<String, FixedBuckets> byFilter = new HashMap<>();
  private final Map<PipelineKey, PipelineCounters> byPipeline = new HashMap<>();
  private final Map<ErrorCode, Counter> rejects = new EnumMap<>(ErrorCode.class);

  OperatorMetrics(MetricGroup operator) {
    group = operator.addGroup("darkroom");
    framesIn = group.counter("frames_in");
    bytesIn = group.counter("bytes_in");
    unclaimed = group.addGroup("reason", "unclaimed").counter("drops");
    fellBack = group.counter("frames_fell_back");
    late = group.counter("pipelines_late");
    queue = new FixedBuckets(group.addGroup("stage", "queue"));
    decode = new FixedBuckets(group.addGroup("stage", "decode"));
    filters = new FixedBuckets(group.addGroup("stage", "filters"));
    encode = new FixedBuckets(group.addGroup("stage", "encode"));
  }

  /** Shows an engine's own values, under the names it gives them. */
  void watch(Engine engine) {
    group.gauge(
        "engine_cuda",
        () -> engine.accelerator().startsWith("cuda") && engine.trouble().isEmpty() ? 1 : 0);
    for (EngineGauge gauge : engine.gauges()) {
      MetricGroup labelled = group;
      for (Map.Entry<String, String> label : new TreeMap<>(gauge.labels()).entrySet()) {
        labelled = labelled.addGroup(label.getKey(), label.getValue());
      }
      labelled.gauge(gauge.name(), gauge.value()::getAsDouble);
    }
  }

  void read(FrameRecord frame) {
    framesIn.inc();
    bytesIn.inc(frame.value().length);
  }

  void processed(Frame result, Processing processing) {
    PipelineCounters counters = countersOf(result, processing);
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
          .computeIfAbsent(time.filterId(), id -> new FixedBuckets(group.addGroup("filter", id)))
          .observe(time.micros());
    }
  }

  void unclaimed() {
    unclaimed.inc();
  }

  void late() {
    late.inc();
  }

  void rejected(ErrorCode code) {
    rejects.computeIfAbsent(code, c -> group.addGroup("code", c.name()).counter("rejects")).inc();
  }

  /** Labels are bounded: the streams and pipelines beyond the cap share the name "other". */
  private PipelineCounters countersOf(Frame result, Processing processing) {
    boolean request = processing.pipelineId().isEmpty();
    PipelineKey key =
        request
            ? new PipelineKey("request", "request")
            : new PipelineKey(result.streamId(), processing.pipelineId());
    PipelineCounters known = byPipeline.get(key);
    if (known != null) {
      return known;
    }
    PipelineKey label = byPipeline.size() < MOST_PIPELINES ? key : new PipelineKey(OTHER, OTHER);
    return byPipeline.computeIfAbsent(label, this::register);
  }

  private PipelineCounters register(PipelineKey key) {
    MetricGroup labels =
        group.addGroup("stream", key.streamId()).addGroup("pipeline", key.pipelineId());
    return new PipelineCounters(labels.counter("frames"), labels.counter("bytes"));
  }
}
