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
import io.darkroom.engine.GpuId;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Provides engines on the GPUs of this process. The kernels of each GPU are compared with the CPU
 * once; all other conditions are checked every time.
 */
@AutoService(EngineProvider.class)
public final class CudaEngineProvider implements EngineProvider {

  private static final Set<Gpu> TESTED = ConcurrentHashMap.newKeySet();

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
      Gpu gpu = Gpus.choose(names(site));
      return TESTED.contains(gpu) ? EngineProbe.usable(gpu.toString()) : tested(site);
    } catch (NoGpuException e) {
      return EngineProbe.unusable(e.getMessage());
    } catch (CudaException e) {
      return EngineProbe.unusable(noAnswer(e));
    } catch (LinkageError | RuntimeException e) {
      return EngineProbe.unusable(
          "the GPU cannot be tested (%s); report this as a bug".formatted(e));
    }
  }

  /** The device package is loaded by another class loader and does not have the job's types. */
  private static Optional<List<String>> names(EngineSite site) {
    return site.gpus().map(gpus -> gpus.stream().map(GpuId::text).toList());
  }

  private static String noAnswer(CudaException failure) {
    return switch (failure.failure()) {
      case MEMORY ->
          "the GPU has no free memory (%s); find the processes that use it with nvidia-smi, free memory and restart the job"
              .formatted(failure.getMessage());
      case BUSY ->
          "the GPU is busy (%s); find the processes that use it with nvidia-smi, and restart the job when it is free"
              .formatted(failure.getMessage());
      case REFUSED, LOST ->
          "the GPU does not respond (%s); run nvidia-smi for details"
              .formatted(failure.getMessage());
    };
  }

  /** Tests the GPU. Never ends the process, whatever the fault policy. */
  private EngineProbe tested(EngineSite site) {
    SelfTest test = new SelfTest();
    EngineSite trial =
        new EngineSite(site.slot(), site.gpus(), FaultPolicy.CPU, site.pinnedBytes());
    try (CudaEngine engine = engine(test.filters(), trial)) {
      Gpu gpu = engine.slot().gpu();
      Optional<String> complaint = test.complaint(engine);
      if (complaint.isPresent() && engine.faults().passing()) {
        // The GPU itself works. Chains run on the CPU until memory is free, and the next open tests
        // the GPU again.
        return EngineProbe.usable(
            "%s, short of memory at present (%s)".formatted(gpu, complaint.get()));
      }
      if (complaint.isPresent()) {
        return EngineProbe.unusable(
            "the kernels fail their self-test on %s (%s); update the driver, and run nvidia-smi for details"
                .formatted(gpu, complaint.get()));
      }
      TESTED.add(gpu);
      return EngineProbe.usable(gpu.toString());
    }
  }

  private CudaEngine engine(FilterCatalogue filters, EngineSite site) {
    Slot slot = Slot.open(site.slot(), names(site), site.pinnedBytes());
    return new CudaEngine(slot, filters, site.onFault(), exit);
  }

  @Override
  public Engine open(FilterCatalogue filters, EngineSite site) {
    try {
      CudaEngine engine = engine(filters, site);
      requireTested(engine, site);
      engine.warmUp();
      return engine;
    } catch (NoGpuException | CudaException e) {
      throw unavailable(e.getMessage());
    }
  }

  /** The engine may have opened on another GPU than the one that was probed. */
  private void requireTested(CudaEngine engine, EngineSite site) {
    List<GpuId> only = List.of(new GpuId(engine.slot().gpu().id()));
    EngineProbe probe =
        probe(new EngineSite(site.slot(), Optional.of(only), site.onFault(), site.pinnedBytes()));
    if (!probe.usable()) {
      engine.close();
      throw unavailable(probe.reason());
    }
  }

  private static DarkroomException unavailable(String reason) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE, "engine: cuda (expected: a usable GPU, but %s).".formatted(reason));
  }
}
