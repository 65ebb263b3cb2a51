package io.darkroom.cuda.device;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jcuda.driver.JCudaDriver;

/** Lists the GPUs of this process and assigns them to slots. Thread-safe. */
public final class Gpus {

  /** Turing, the oldest architecture that the kernels are compiled for. */
  private static final int OLDEST_CAPABILITY = 75;

  private static final Map<Integer, Gpu> GPUS = new TreeMap<>();

  private Gpus() {}

  /**
   * Returns the working GPU with the fewest slots.
   *
   * @param allowed names as in {@link Gpu#isNamed}; empty for any GPU
   * @throws NoGpuException if there is none
   */
  public static synchronized Gpu choose(Optional<List<String>> allowed) {
    if (allowed.isPresent() && allowed.get().isEmpty()) {
      throw new NoGpuException(
          "no GPU is assigned to this process; assign one by Flink's external resource gpu, or remove the resource to use any GPU");
    }
    Driver.start();
    List<Gpu> gpus = listed(allowed);
    return gpus.stream()
        .filter(gpu -> gpu.loss().isEmpty() && recent(gpu))
        .min(Comparator.comparingInt(Gpu::leases))
        .orElseThrow(() -> unusable(gpus.get(0)));
  }

  /** Returns the working GPUs that have a slot in this process. */
  public static synchronized List<Gpu> inUse() {
    return GPUS.values().stream().filter(gpu -> gpu.leases() > 0 && gpu.loss().isEmpty()).toList();
  }

  static synchronized Gpu lease(Optional<List<String>> allowed) {
    Gpu gpu = choose(allowed);
    gpu.lease();
    return gpu;
  }

  private static List<Gpu> listed(Optional<List<String>> allowed) {
    List<Gpu> visible = visible();
    return allowed
        .map(names -> names.stream().map(name -> named(name, visible)).toList())
        .orElse(visible);
  }

  /** Returns the GPUs in the order of CUDA, which is specific to this process. */
  private static List<Gpu> visible() {
    int[] count = new int[1];
    CudaException.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    if (count[0] == 0) {
      throw new NoGpuException("the NVIDIA driver finds no GPU; check CUDA_VISIBLE_DEVICES");
    }
    return IntStream.range(0, count[0])
        .mapToObj(index -> GPUS.computeIfAbsent(index, Gpu::new))
        .toList();
  }

  private static Gpu named(String name, List<Gpu> visible) {
    return visible.stream()
        .filter(gpu -> gpu.isNamed(name))
        .findFirst()
        .orElseThrow(() -> invisible(name, visible));
  }

  private static NoGpuException invisible(String name, List<Gpu> visible) {
    String seen = visible.stream().map(Gpu::toString).collect(Collectors.joining(", "));
    return new NoGpuException(
        "GPU %s is assigned, but this process sees only %s; %s"
            .formatted(name, seen, remedy(name)));
  }

  private static String remedy(String name) {
    if (name.matches("\\d+")) {
      return "assign one of these, preferably by UUID";
    }
    String now = Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse("not set");
    return "start it with CUDA_VISIBLE_DEVICES=%s (now %s), or assign one of these"
        .formatted(name, now);
  }

  private static boolean recent(Gpu gpu) {
    return gpu.capability() >= OLDEST_CAPABILITY;
  }

  private static NoGpuException unusable(Gpu gpu) {
    if (!recent(gpu)) {
      return new NoGpuException(
          "%s has compute capability %.1f, but the kernels need 7.5; use a newer GPU"
              .formatted(gpu, gpu.capability() / 10.0));
    }
    return new NoGpuException(
        "%s is lost to this process (%s); restart the process"
            .formatted(gpu, gpu.loss().orElseThrow()));
  }

  /** Forgets lost GPUs, like a new process. */
  static synchronized void forget() {
    GPUS.clear();
  }
}
