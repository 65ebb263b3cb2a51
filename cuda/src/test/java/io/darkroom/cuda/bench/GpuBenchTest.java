package io.darkroom.cuda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.kernels.GpuFilters;
import io.darkroom.cuda.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks run to their end, and leave out nothing. */
class GpuBenchTest {

  @TempDir Path folder;

  @Test
  void measuresEverythingQuickly() throws Exception {
    StandIn.orRealGpu();
    FreshGpus.forget();
    Path file = folder.resolve("results.md");
    GpuBench.main(new String[] {file.toString(), "--quick"});
    String results = Files.readString(file);
    assertThat(results)
        .contains("these figures say nothing")
        .contains("### Copies", "### Kernels", "### Six point filters", "### Frames end to end")
        .contains(GpuFilters.ids().stream().map("| %s |"::formatted).toList())
        .doesNotContain("NaN", "Infinity", "expected:", "Exception");
  }
}
