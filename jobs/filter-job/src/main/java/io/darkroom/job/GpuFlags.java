package io.darkroom.job;

import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.operator.GpuOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Option;

/** The job's options that concern GPUs. */
final class GpuFlags {

  @Option(
      names = "--gpus",
      defaultValue = GpuOptions.ASSIGNED,
      description =
          "GPUs that may be used: assigned (those of Flink's external resource gpu), all, UUIDs as"
              + " nvidia-smi -L lists them (GPU-…,MIG-…), or indexes as CUDA counts in each"
              + " TaskManager, such as 0,1 (default: ${DEFAULT-VALUE}).")
  private String gpus;

  @Option(
      names = "--on-gpu-fault",
      defaultValue = "cpu",
      description =
          "What a TaskManager does that lost its GPU: cpu (goes on without it) or exit, for whoever"
              + " restarts it (default: ${DEFAULT-VALUE}).")
  private FaultPolicy onGpuFault;

  @Option(
      names = "--pinned-memory",
      defaultValue = "512m",
      paramLabel = "SIZE",
      converter = MemorySizeConverter.class,
      description =
          "Pinned host memory of each slot on a GPU; pictures beyond it lie in plain memory, from"
              + " which copies are slower (default: ${DEFAULT-VALUE}).")
  private MemorySize pinnedMemory;

  GpuOptions toOptions() {
    return new GpuOptions(gpus, onGpuFault, pinnedMemory.getBytes());
  }

  /** What is wrong with them, each as an error message. */
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
