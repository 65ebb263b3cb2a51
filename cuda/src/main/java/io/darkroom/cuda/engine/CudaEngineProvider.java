package io.darkroom.cuda.engine;

import com.google.auto.service.AutoService;
import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Gpu;
import io.darkroom.cuda.device.Gpus;
import io.darkroom.cuda.device.NoGpuException;
import io.darkroom.cuda.device.Slot;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineProbe;
import io.darkroom.engine.EngineProvider;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.FilterCatalogue;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Offers the GPUs of this process. A GPU whose kernels were once seen to compute as the CPU does is
 * not tested again; whatever else may change is asked anew each time.
 */
@AutoService(EngineProvider.class)
public final class CudaEngineProvider implements EngineProvider {

  private static final Set<UUID> TESTED = ConcurrentHashMap.newKeySet();

  private final IntConsumer exit;

  public CudaEngineProvider() {
    this(Runtime.getRuntime()::halt);
  }

  CudaEngineProvider(IntConsumer exit) {
    this.exit = exit;
  }

  @Override
  public Accelerator accelerator() {
    return Accelerator.CUDA;
  }

  @Override
  public EngineProbe probe(EngineSite site) {
    try {
      Gpu gpu = Gpus.choose(site.gpus());
      return TESTED.contains(gpu.uuid()) ? EngineProbe.usable(gpu.toString()) : tested(site);
    } catch (NoGpuException e) {
      return EngineProbe.unusable(e.getMessage());
    } catch (CudaException e) {
      return EngineProbe.unusable(
          "the GPU does not answer (%s); look at what nvidia-smi says".formatted(e.getMessage()));
    } catch (LinkageError | RuntimeException e) {
      return EngineProbe.unusable("the GPU cannot be tried out (%s); report it".formatted(e));
    }
  }

  /** Never ends the process: there is nothing to save yet. */
  private EngineProbe tested(EngineSite site) {
    FilterCatalogue filters = FilterCatalogue.load(CudaEngineProvider.class.getClassLoader());
    EngineSite trial = new EngineSite(site.slot(), site.gpus(), FaultPolicy.CPU);
    try (CudaEngine engine = engine(filters, trial)) {
      Gpu gpu = engine.slot().gpu();
      Optional<String> complaint = new SelfTest(filters).complaint(engine);
      if (complaint.isPresent()) {
        return EngineProbe.unusable(
            "the kernels fail their test on %s (%s); update its driver, and look at what nvidia-smi says"
                .formatted(gpu, complaint.get()));
      }
      TESTED.add(gpu.uuid());
      return EngineProbe.usable(gpu.toString());
    }
  }

  private CudaEngine engine(FilterCatalogue filters, EngineSite site) {
    return new CudaEngine(Slot.open(site.gpus()), filters, site.onFault(), exit);
  }

  @Override
  public Engine open(FilterCatalogue filters, EngineSite site) {
    try {
      return engine(filters, site);
    } catch (NoGpuException | CudaException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "engine: cuda (expected: a GPU that works, but %s).".formatted(e.getMessage()),
          e);
    }
  }
}
