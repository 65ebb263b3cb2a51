package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import jcuda.driver.JCudaDriver;

/** The GPUs of this process. Safe for any thread. */
public final class Gpus {

  /** Turing: the oldest architecture that the kernels are compiled for. */
  private static final int OLDEST_CAPABILITY = 75;

  private static final Map<Integer, Gpu> GPUS = new TreeMap<>();

  private Gpus() {}

  /**
   * The GPU, among those that still work, which the fewest slots use.
   *
   * @param allowed indexes as CUDA counts; any where nothing is told
   * @throws NoGpuException where there is none
   */
  public static synchronized Gpu choose(Optional<List<Integer>> allowed) {
    if (allowed.isPresent() && allowed.get().isEmpty()) {
      throw new NoGpuException(
          "no GPU is assigned to this process; give Flink the external resource gpu, or leave it out for any");
    }
    Driver.start();
    List<Gpu> gpus = listed(allowed);
    return gpus.stream()
        .filter(gpu -> gpu.loss().isEmpty() && recent(gpu))
        .min(Comparator.comparingInt(Gpu::leases))
        .orElseThrow(() -> unusable(gpus.get(0)));
  }

  static synchronized Gpu lease(Optional<List<Integer>> allowed) {
    Gpu gpu = choose(allowed);
    gpu.lease();
    return gpu;
  }

  private static List<Gpu> listed(Optional<List<Integer>> allowed) {
    int[] count = new int[1];
    CudaException.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    if (count[0] == 0) {
      throw new NoGpuException("the NVIDIA driver finds no GPU; look at CUDA_VISIBLE_DEVICES");
    }
    List<Gpu> gpus = new ArrayList<>();
    for (int index : allowed.orElseGet(() -> IntStream.range(0, count[0]).boxed().toList())) {
      gpus.add(numbered(index, count[0]));
    }
    return gpus;
  }

  private static Gpu numbered(int index, int count) {
    if (index < 0 || index >= count) {
      throw new NoGpuException(
          "GPU %d is assigned, but there are %d, counted from 0; mend the list of GPUs"
              .formatted(index, count));
    }
    return GPUS.computeIfAbsent(index, Gpu::new);
  }

  private static boolean recent(Gpu gpu) {
    return gpu.capability() >= OLDEST_CAPABILITY;
  }

  private static NoGpuException unusable(Gpu gpu) {
    if (!recent(gpu)) {
      return new NoGpuException(
          "%s has compute capability %.1f and the kernels need 7.5; use a newer GPU"
              .formatted(gpu, gpu.capability() / 10.0));
    }
    return new NoGpuException(
        "%s is lost to this process (%s); start the process again"
            .formatted(gpu, gpu.loss().orElseThrow()));
  }

  /** Forgets which GPUs are lost, as a new process does. */
  static synchronized void forget() {
    GPUS.clear();
  }
}
