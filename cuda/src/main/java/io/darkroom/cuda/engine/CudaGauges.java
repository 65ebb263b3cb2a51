package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.EngineGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * What can be watched of a GPU, by NVML, and of an engine on it. What begins with {@code slot_},
 * and the fallbacks, are of this engine alone; all else is of the GPU, with whatever runs on it.
 */
final class CudaGauges {

  private final String uuid;
  private final List<EngineGauge> gauges = new ArrayList<>();

  CudaGauges(Slot slot, Usage usage) {
    Gpu gpu = slot.gpu();
    uuid = gpu.uuid().toString();
    add("utilization_percent", () -> gpu.sample().utilization());
    add("memory_used_bytes", () -> gpu.sample().memoryUsed());
    add("memory_total_bytes", () -> gpu.sample().memoryTotal());
    add("temperature_celsius", () -> gpu.sample().temperature());
    add("power_watts", () -> gpu.sample().power());
    add("usable", () -> gpu.loss().isEmpty() ? 1 : 0);
    add("slot_device_memory_bytes", slot::deviceBytes);
    add("slot_pinned_memory_bytes", slot::pinnedBytes);
    add("slot_busy_seconds", usage::busySeconds);
    add("slot_launches", usage::launches);
    for (Reason reason : Reason.values()) {
      Map<String, String> labels = Map.of("gpu", uuid, "reason", reason.text());
      gauges.add(new EngineGauge("fallback_pictures", labels, () -> usage.fallbacks(reason)));
    }
  }

  private void add(String name, DoubleSupplier value) {
    gauges.add(new EngineGauge(name, Map.of("gpu", uuid), value));
  }

  List<EngineGauge> list() {
    return List.copyOf(gauges);
  }
}
