package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.EngineGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * What can be watched of a GPU, by NVML, and of an engine on it. {@code gpu_} is about the GPU,
 * with all that runs on it; {@code engine_} about this engine alone.
 */
final class CudaGauges {

  private final String uuid;
  private final List<EngineGauge> gauges = new ArrayList<>();

  CudaGauges(Slot slot, Usage usage) {
    Gpu gpu = slot.gpu();
    uuid = gpu.uuid().toString();
    add("gpu_utilization_percent", () -> gpu.sample().utilization());
    add("gpu_memory_used_bytes", () -> gpu.sample().memoryUsed());
    add("gpu_memory_total_bytes", () -> gpu.sample().memoryTotal());
    add("gpu_temperature_celsius", () -> gpu.sample().temperature());
    add("gpu_power_watts", () -> gpu.sample().power());
    add("gpu_usable", () -> gpu.loss().isEmpty() ? 1 : 0);
    add("engine_device_memory_bytes", slot::deviceBytes);
    add("engine_pinned_memory_bytes", slot::pinnedBytes);
    add("engine_busy_seconds", usage::busySeconds);
    add("engine_launches", usage::launches);
    for (Reason reason : Reason.values()) {
      Map<String, String> labels = Map.of("gpu", uuid, "reason", reason.text());
      gauges.add(
          new EngineGauge("engine_fallback_pictures", labels, () -> usage.fallbacks(reason)));
    }
  }

  private void add(String name, DoubleSupplier value) {
    gauges.add(new EngineGauge(name, Map.of("gpu", uuid), value));
  }

  List<EngineGauge> list() {
    return List.copyOf(gauges);
  }
}
