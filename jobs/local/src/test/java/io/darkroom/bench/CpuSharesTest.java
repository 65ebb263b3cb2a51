package io.darkroom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuSharesTest {

  private static final ThreadNames NAMES =
      new ThreadNames(Map.of(1L, "codec of filters (1/2)#0", 2L, "codec of filters (2/2)#0"));

  @Test
  void thePartsAddUpToTheProcess() {
    CpuShares shares =
        new CpuShares().add(new ProcessCpu(1_000, Map.of(1L, 300L, 2L, 200L, 3L, 100L)), NAMES);

    assertThat(shares.micros(CpuPart.CODEC)).isEqualTo(500);
    assertThat(shares.micros(CpuPart.OTHER)).isEqualTo(500);
    assertThat(shares.total()).isEqualTo(1_000);
  }

  @Test
  void aThreadThatHasStartedMeanwhileCountsFromItsStart() {
    ProcessCpu used =
        new ProcessCpu(900, Map.of(1L, 500L, 2L, 50L)).since(new ProcessCpu(300, Map.of(1L, 200L)));

    assertThat(used).isEqualTo(new ProcessCpu(600, Map.of(1L, 300L, 2L, 50L)));
  }

  @Test
  void theTableIsPerFrame() {
    StringWriter text = new StringWriter();
    CpuShares shares = new CpuShares().add(CpuPart.BROKER, 3_000).add(CpuPart.CLIENT, 1_000);

    shares.print(10, new PrintWriter(text));

    assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "CPU per frame µs %",
            "broker 300 75.0", "client: the load generator 100 25.0", "all 400 100.0");
  }

  @Test
  void theLoadGeneratorsCpuIsTakenOutOfTheComparison() {
    StringWriter text = new StringWriter();
    Throughput whole = new Throughput(600, 10, new CpuShares().add(CpuPart.CLIENT, 5_000_000));
    Throughput bare = new Throughput(1_000, 10, new CpuShares());

    whole.compare(bare, 2, new PrintWriter(text));

    assertThat(whole.clientShare(2)).isCloseTo(0.25, within(1e-9));
    assertThat(text.toString().lines().toList())
        .containsAll(
            List.of(
                "CPU of the load generator: 25 % of 2 processors", "share of the bare loop: 60 %"))
        .anyMatch(line -> line.contains("apart: 80 %"));
  }
}
