package io.darkroom.cuda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.kernels.GpuFilters;
import io.darkroom.cuda.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that all benchmarks run to completion. */
class GpuBenchTest {

  @TempDir Path folder;

  @Test
  void runsAllBenchmarks() throws Exception {
    StandIn.orRealGpu();
    FreshGpus.forget();
    Path file = folder.resolve("results.md");
    List<String> arguments = new ArrayList<>(List.of(file.toString(), "tiny"));
    Stream.of(GpuBench.Part.values()).map(GpuBench.Part::name).forEach(arguments::add);
    GpuBench.main(arguments.toArray(String[]::new));
    String results = Files.readString(file);
    assertThat(results)
        .contains("these figures are meaningless")
        .contains("### Size of a kernel's arguments", "| exact | CUDA_SUCCESS |", "### Loading the")
        .contains("### Copies", "### Kernels", "### Six point filters", "### Frames end to end")
        .contains("### Slots")
        .contains(GpuFilters.ids().stream().map("| %s |"::formatted).toList())
        .doesNotContain("NaN", "Infinity", "expected:", "Exception");
  }
}
