package io.darkroom.job;

import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.operator.GpuOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Option;

/** The job's GPU options. */
final class GpuFlags {

  @Option(
      names = "--gpus",
      defaultValue = GpuOptions.ASSIGNED,
      description =
          "GPUs to use: assigned (by Flink's external resource gpu), all, UUIDs as nvidia-smi -L"
              + " lists them (GPU-…,MIG-…), or CUDA device indexes in each TaskManager, such as 0,1"
              + " (default: ${DEFAULT-VALUE}).")
  private String gpus;

  @Option(
      names = "--on-gpu-fault",
      defaultValue = "cpu",
      description =
          "What a TaskManager does when it loses its GPU: cpu (continue on the CPU) or exit, so"
              + " that the cluster restarts it (default: ${DEFAULT-VALUE}).")
  private FaultPolicy onGpuFault;

  @Option(
      names = "--pinned-memory",
      defaultValue = "512m",
      paramLabel = "SIZE",
      converter = MemorySizeConverter.class,
      description =
          "Pinned host memory of each slot that uses a GPU. Pictures beyond it use pageable memory,"
              + " which copies more slowly (default: ${DEFAULT-VALUE}).")
  private MemorySize pinnedMemory;

  GpuOptions toOptions() {
    return new GpuOptions(gpus, onGpuFault, pinnedMemory.getBytes());
  }

  /** Validates the values; returns one error message per invalid option. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    JobOptions.requireBetween(
        problems,
        "--pinned-memory",
        pinnedMemory.getBytes(),
        JobOptions.LEAST_MEMORY,
        JobOptions.MOST_MEMORY);
    try {
      toOptions();
    } catch (IllegalArgumentException e) {
      problems.add("--" + e.getMessage());
    }
    return problems;
  }
}
