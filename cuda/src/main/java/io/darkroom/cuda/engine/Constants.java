package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.DeviceMemory;
import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.Slot;
import io.darkroom.cuda.device.Stream;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Table;
import java.util.HashMap;
import java.util.Map;

/** What a chain keeps on the GPU from picture to picture: its tables, and its filters' models. */
final class Constants implements AutoCloseable {

  private record ModelOf(int stage, Model model) {}

  private final Slot slot;
  private final Map<Table, DeviceMemory> tables = new HashMap<>();
  private final Map<ModelOf, DeviceMemory> models = new HashMap<>();

  Constants(Slot slot) {
    this.slot = slot;
  }

  DeviceMemory table(Table table) {
    DeviceMemory memory = tables.get(table);
    if (memory == null) {
      memory = uploaded(table);
      tables.put(table, memory);
    }
    return memory;
  }

  private DeviceMemory uploaded(Table table) {
    PinnedMemory bytes = slot.pinned(table.bytes().remaining());
    try {
      bytes.buffer().put(table.bytes().duplicate());
      DeviceMemory memory = slot.device(bytes.bytes());
      slot.compute().upload(bytes, memory, bytes.bytes());
      slot.compute().finish();
      return memory;
    } finally {
      slot.free(bytes);
    }
  }

  DeviceMemory model(int stage, Model model) {
    return models.computeIfAbsent(new ModelOf(stage, model), key -> slot.device(model.bytes()));
  }

  /** Every model begins anew with what the stream does next. */
  void clearModels(Stream stream) {
    models.values().forEach(stream::clear);
  }

  @Override
  public void close() {
    tables.values().forEach(slot::free);
    models.values().forEach(slot::free);
    tables.clear();
    models.clear();
  }
}
