package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.DeviceMemory;
import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.Slot;
import io.darkroom.cuda.device.Stream;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The data that a chain keeps on the GPU between pictures: tables, and the models of filters. */
final class Constants implements AutoCloseable {

  private record ModelOf(int stage, Model model) {}

  private final Slot slot;
  private final Map<Table, DeviceMemory> tables = new HashMap<>();
  private final Map<ModelOf, DeviceMemory> models = new HashMap<>();

  /**
   * Uploads all tables of a plan together.
   *
   * @throws CudaException {@code MEMORY} if they do not fit
   */
  Constants(Slot slot, ChainPlan plan) {
    this.slot = slot;
    List<Table> wanted = plan.tables();
    if (wanted.isEmpty()) {
      return;
    }
    try {
      upload(wanted);
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  private void upload(List<Table> wanted) {
    wanted.forEach(table -> tables.put(table, slot.device(bytes(table))));
    PinnedMemory block =
        slot.pinned(wanted.stream().mapToLong(table -> Layout.stride(bytes(table))).sum());
    try {
      long offset = 0;
      for (Table table : wanted) {
        PinnedMemory part = block.part(offset, bytes(table));
        part.buffer().put(table.bytes().duplicate());
        slot.compute().upload(part, tables.get(table), bytes(table));
        offset += Layout.stride(bytes(table));
      }
      slot.compute().finish();
    } finally {
      slot.free(block);
    }
  }

  private static long bytes(Table table) {
    return table.bytes().remaining();
  }

  DeviceMemory table(Table table) {
    return tables.get(table);
  }

  DeviceMemory model(int stage, Model model) {
    return models.computeIfAbsent(new ModelOf(stage, model), key -> slot.device(model.bytes()));
  }

  /** Clears all models before the next work of the stream. */
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
