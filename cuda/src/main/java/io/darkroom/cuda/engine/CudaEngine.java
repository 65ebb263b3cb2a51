package io.darkroom.cuda.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Failure;
import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.GpuSample;
import io.darkroom.cuda.device.Gpus;
import io.darkroom.cuda.device.Slot;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineGauge;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.GpuLoad;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs chains on one GPU in its own slot. Used by one thread; its gauges by any. */
final class CudaEngine implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(CudaEngine.class);

  private final Slot slot;
  private final FilterCatalogue filters;
  private final CpuEngine cpu;
  private final Flights flights;
  private final Faults faults;
  private final Usage usage = new Usage();
  private final List<EngineGauge> gauges;

  /**
   * Creates an engine that owns the slot.
   *
   * @param exit ends the process with an exit code
   */
  CudaEngine(Slot slot, FilterCatalogue filters, FaultPolicy onFault, IntConsumer exit) {
    this.slot = slot;
    this.filters = filters;
    cpu = new CpuEngine(filters);
    flights = new Flights(slot);
    faults = new Faults(slot, onFault, exit);
    gauges = new CudaGauges(slot, usage).list();
  }

  /** Loads the modules of all filters, so that no frame waits for the compiler. */
  void warmUp() {
    try {
      slot.enter();
      load(PointKernel.MODULE, PointKernel.class);
      for (FilterDefinition filter : filters.definitions()) {
        load(filter.id(), filters.filter(filter.id()).getClass());
      }
    } catch (CudaException e) {
      faults.met(e, "none yet", List.of());
    }
  }

  /** Loads a module. If the driver refuses it, only chains that use it run on the CPU. */
  private void load(String module, Class<?> filter) {
    Optional<String> problem = KernelCode.problem(module, filter);
    problem.ifPresent(
        why ->
            LOG.warn(
                "kernels of {}: {} (expected: built from the current sources)."
                    + " Chains with this filter run on the CPU. Run cuda/build-kernels.",
                module,
                why));
    if (problem.isPresent() || !KernelCode.exists(module, filter)) {
      return;
    }
    try {
      slot.kernels().load(module, () -> KernelCode.of(module, filter));
    } catch (CudaException e) {
      if (e.failure() != Failure.REFUSED) {
        throw e;
      }
      LOG.warn("{}: {}; chains with this filter run on the CPU", slot, e.getMessage());
    }
  }

  Slot slot() {
    return slot;
  }

  CpuEngine cpu() {
    return cpu;
  }

  Flights flights() {
    return flights;
  }

  Faults faults() {
    return faults;
  }

  Usage usage() {
    return usage;
  }

  @Override
  public String accelerator() {
    return "cuda:" + slot.gpu().uuid();
  }

  @Override
  public List<String> devices() {
    return List.of(slot.gpu().name());
  }

  @Override
  public List<GpuLoad> gpuLoads() {
    return Gpus.inUse().stream().map(CudaEngine::loadOf).toList();
  }

  private static GpuLoad loadOf(Gpu gpu) {
    GpuSample last = gpu.lastSample();
    return new GpuLoad(
        gpu.name(),
        gpu.uuid().toString(),
        last.utilization(),
        last.memoryUsed(),
        last.memoryTotal(),
        last.temperature(),
        last.power(),
        last.powerLimit());
  }

  @Override
  public Program compile(List<ValidStep> steps) {
    filters.check(steps);
    return new CudaProgram(this, steps, filters);
  }

  @Override
  public ImageBuffers buffers() {
    return new CudaImageBuffers(slot, usage);
  }

  @Override
  public void trim() {
    cpu.trim();
    try {
      slot.enter();
      slot.trim();
    } catch (CudaException e) {
      faults.met(e, "none", List.of());
    }
  }

  @Override
  public String trouble() {
    return faults.trouble();
  }

  @Override
  public List<EngineGauge> gauges() {
    return gauges;
  }

  @Override
  public void close() {
    cpu.close();
    try {
      slot.close();
    } catch (CudaException e) {
      LOG.warn("{}: not all memory could be freed: {}", slot, e.getMessage());
    }
  }
}
