package io.darkroom.metric;

import static io.darkroom.telemetry.metric.Metric.counter;
import static io.darkroom.telemetry.metric.Metric.gauge;
import static io.darkroom.telemetry.metric.Metric.histogram;

import io.darkroom.telemetry.metric.Metric;
import java.util.List;

/**
 * All metrics of the job. Flink's reporter puts its own scope and the names of the labels before a
 * name; the scrape configuration removes them, by one rule for all metrics.
 */
public final class JobMetrics {

  public static final Metric BUILD =
      gauge("darkroom_job_build_info", "Always 1; the label is the version.", "version");
  public static final Metric ENGINE_CUDA =
      gauge("darkroom_job_engine_cuda", "1 if chains run on a GPU, 0 if they run on the CPU.");
  public static final Metric FRAMES_READ =
      counter(
          "darkroom_job_frames_read_total",
          "Records read from the topics frames and requests; Flink's label `subtask_index` tells"
              + " the subtasks apart.");
  public static final Metric READ_BYTES =
      counter("darkroom_job_read_bytes_total", "Bytes of the records read.");
  public static final Metric HEADERS_LEFT_OUT =
      counter(
          "darkroom_job_headers_left_out_total",
          "User headers of frames that were not copied to results: beyond 32, or 8 KiB together.");
  public static final Metric FRAMES_PROCESSED =
      counter(
          "darkroom_job_frames_processed_total",
          "Results, by stream, pipeline and accelerator.",
          "stream",
          "pipeline",
          "accelerator");
  public static final Metric PROCESSED_BYTES =
      counter(
          "darkroom_job_processed_bytes_total",
          "Bytes of the images in results.",
          "stream",
          "pipeline",
          "accelerator");
  public static final Metric FRAMES_DROPPED =
      counter(
          "darkroom_job_frames_dropped_total",
          "Frames that gave neither a result nor a reject: `unclaimed`, `cancelled`, `expired`.",
          "reason");
  public static final Metric RESULTS_SKIPPED =
      counter(
          "darkroom_job_results_skipped_total",
          "Results of on-demand pipelines that were not made because nobody used them.");
  public static final Metric FRAMES_MISPLACED =
      counter(
          "darkroom_job_frames_misplaced_total",
          "Frames in another partition than murmur2 of their stream selects; still processed.",
          "stream");
  public static final Metric FRAMES_LOST =
      counter(
          "darkroom_job_frames_lost_total",
          "Frames that Kafka deleted before the job read them.",
          "partition");
  public static final Metric FRAMES_REJECTED =
      counter("darkroom_job_frames_rejected_total", "Rejected frames.", "code");
  public static final Metric FRAMES_FELL_BACK =
      counter(
          "darkroom_job_frames_fell_back_total",
          "Results that were made by another accelerator than requested.");
  public static final Metric PIPELINES =
      gauge("darkroom_job_pipelines", "Pipelines that the subtask knows, without deleted ones.");
  public static final Metric PIPELINES_LATE =
      counter(
          "darkroom_job_pipelines_late_total",
          "Pipeline changes that arrived after frames to which they apply.");
  public static final Metric PIPELINES_REFUSED =
      counter(
          "darkroom_job_pipelines_refused_total",
          "Pipeline records that were ignored: unreadable, or beyond --max-pipelines.");
  public static final Metric MEMORY_HELD =
      gauge(
          "darkroom_job_memory_held_bytes",
          "Native memory reserved by a subtask: pictures, working (one picture at a time), models"
              + " (of stateful chains), scratch (of other chains).",
          "kind");
  public static final Metric MEMORY_LIMIT =
      gauge(
          "darkroom_job_memory_limit_bytes",
          "Limit on the memory that a subtask reserves: --task-memory.");
  public static final Metric STAGE_DURATION =
      histogram(
          "darkroom_job_stage_duration_seconds",
          "Time that a result spent in a stage: queue (from the broker's append), decode, filters,"
              + " encode.",
          "stage");
  public static final Metric FILTER_DURATION =
      histogram(
          "darkroom_job_filter_duration_seconds",
          "Time of a filter for one frame; on a GPU, the time of its kernels by CUDA events.",
          "filter",
          "accelerator");
  public static final Metric STREAM_LABELS =
      gauge(
          "darkroom_job_stream_labels",
          "Pairs of stream and pipeline with their own series; the others share `_other`.");
  public static final Metric STREAM_LABEL_LIMIT =
      gauge("darkroom_job_stream_label_limit", "Limit on pairs with their own series.");

  public static final Metric GPU_UTILIZATION =
      gauge(
          "darkroom_job_gpu_utilization_ratio",
          "Part of the time that the GPU is busy, by NVML.",
          "gpu");
  public static final Metric GPU_MEMORY_USED =
      gauge(
          "darkroom_job_gpu_memory_used_bytes",
          "GPU memory used by all processes, by NVML.",
          "gpu");
  public static final Metric GPU_MEMORY_TOTAL =
      gauge("darkroom_job_gpu_memory_total_bytes", "Memory of the GPU, by NVML.", "gpu");
  public static final Metric GPU_TEMPERATURE =
      gauge(
          "darkroom_job_gpu_temperature_celsius", "Temperature of the GPU's core, by NVML.", "gpu");
  public static final Metric GPU_POWER =
      gauge("darkroom_job_gpu_power_watts", "Power draw of the GPU, by NVML.", "gpu");
  public static final Metric GPU_USABLE =
      gauge(
          "darkroom_job_gpu_usable",
          "1 while the process can use the GPU, 0 after it was lost.",
          "gpu");
  public static final Metric GPU_SLOT_BUSY =
      counter("darkroom_job_gpu_slot_busy_seconds_total", "GPU time used by this subtask.", "gpu");
  public static final Metric GPU_SLOT_LAUNCHES =
      counter("darkroom_job_gpu_slot_launches_total", "Kernels launched by this subtask.", "gpu");
  public static final Metric GPU_SLOT_DEVICE_MEMORY =
      gauge("darkroom_job_gpu_slot_device_memory_bytes", "GPU memory held by this subtask.", "gpu");
  public static final Metric GPU_SLOT_PINNED_MEMORY =
      gauge(
          "darkroom_job_gpu_slot_pinned_memory_bytes",
          "Pinned host memory held by this subtask.",
          "gpu");
  public static final Metric GPU_SLOT_PLAIN_PICTURES =
      counter(
          "darkroom_job_gpu_slot_plain_pictures_total",
          "Pictures decoded into plain memory because pinned memory reached --pinned-memory.",
          "gpu");
  public static final Metric GPU_FALLBACKS =
      counter(
          "darkroom_job_gpu_fallback_pictures_total",
          "Pictures that the CPU took over, by reason.",
          "gpu",
          "reason");

  public static final List<Metric> ALL =
      List.of(
          BUILD,
          ENGINE_CUDA,
          FRAMES_READ,
          READ_BYTES,
          HEADERS_LEFT_OUT,
          FRAMES_PROCESSED,
          PROCESSED_BYTES,
          FRAMES_DROPPED,
          RESULTS_SKIPPED,
          FRAMES_MISPLACED,
          FRAMES_LOST,
          FRAMES_REJECTED,
          FRAMES_FELL_BACK,
          PIPELINES,
          PIPELINES_LATE,
          PIPELINES_REFUSED,
          MEMORY_HELD,
          MEMORY_LIMIT,
          STAGE_DURATION,
          FILTER_DURATION,
          STREAM_LABELS,
          STREAM_LABEL_LIMIT,
          GPU_UTILIZATION,
          GPU_MEMORY_USED,
          GPU_MEMORY_TOTAL,
          GPU_TEMPERATURE,
          GPU_POWER,
          GPU_USABLE,
          GPU_SLOT_BUSY,
          GPU_SLOT_LAUNCHES,
          GPU_SLOT_DEVICE_MEMORY,
          GPU_SLOT_PINNED_MEMORY,
          GPU_SLOT_PLAIN_PICTURES,
          GPU_FALLBACKS);

  private JobMetrics() {}
}
