package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.EngineGauge;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The metrics of a GPU, by NVML, and of an engine on it. Slot metrics and fallbacks count only this
 * engine; the others cover the whole GPU, including other processes.
 */
final class CudaGauges {

  private final String uuid;
  private final List<EngineGauge> gauges = new ArrayList<>();

  CudaGauges(Slot slot, Usage usage) {
    Gpu gpu = slot.gpu();
    uuid = gpu.uuid().toString();
    add(JobMetrics.GPU_UTILIZATION, () -> gpu.sample().utilization() / 100);
    add(JobMetrics.GPU_MEMORY_USED, () -> gpu.sample().memoryUsed());
    add(JobMetrics.GPU_MEMORY_TOTAL, () -> gpu.sample().memoryTotal());
    add(JobMetrics.GPU_TEMPERATURE, () -> gpu.sample().temperature());
    add(JobMetrics.GPU_POWER, () -> gpu.sample().power());
    add(JobMetrics.GPU_USABLE, () -> gpu.loss().isEmpty() ? 1 : 0);
    add(JobMetrics.GPU_SLOT_DEVICE_MEMORY, slot::deviceBytes);
    add(JobMetrics.GPU_SLOT_PINNED_MEMORY, slot::pinnedBytes);
    add(JobMetrics.GPU_SLOT_PLAIN_PICTURES, usage::plainPictures);
    add(JobMetrics.GPU_SLOT_BUSY, usage::busySeconds);
    add(JobMetrics.GPU_SLOT_LAUNCHES, usage::launches);
    for (Reason reason : Reason.values()) {
      Map<String, String> labels = Map.of("gpu", uuid, "reason", reason.text());
      gauges.add(new EngineGauge(JobMetrics.GPU_FALLBACKS, labels, () -> usage.fallbacks(reason)));
    }
  }

  private void add(Metric metric, DoubleSupplier value) {
    gauges.add(new EngineGauge(metric, Map.of("gpu", uuid), value));
  }

  List<EngineGauge> list() {
    return List.copyOf(gauges);
  }
}
