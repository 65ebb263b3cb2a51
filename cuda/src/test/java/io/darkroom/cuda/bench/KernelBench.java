package io.darkroom.cuda.bench;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.kernels.GpuFilters;
import io.darkroom.cuda.kernels.KernelRun;
import io.darkroom.filters.FilterRun;
import io.darkroom.kernel.Shape;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures every filter with default settings, for every size and bundle. */
final class KernelBench {

  /** Settings of filters that need other than default settings. */
  private static final Map<String, String> EXAMPLES =
      Map.of("resize", "resize(width=640, height=360)");

  private final Effort effort;
  private final double copy;

  /**
   * Creates the benchmark.
   *
   * @param copy bandwidth within the device, in GB/s
   */
  KernelBench(Effort effort, double copy) {
    this.effort = effort;
    this.copy = copy;
  }

  void write(PrintWriter out) {
    out.printf("### Kernels%n%n");
    out.printf(
        "Per picture with three channels: µs, and GB/s of source and result (%% of the copy"
            + " bandwidth). Times include launches from Java; a bundle is one launch per pass.%n%n");
    out.printf("| filter | size |%s%n", columns(" bundle of %d |"));
    out.printf("|---|---|%s%n", columns("---|"));
    for (String filter : GpuFilters.ids()) {
      ValidStep defaults = FilterRun.steps(EXAMPLES.getOrDefault(filter, filter)).get(0);
      for (Map.Entry<String, Shape> shape : effort.shapes()) {
        out.printf("| %s | %s |%s%n", filter, shape.getKey(), row(defaults, shape.getValue()));
      }
    }
    out.println();
  }

  private String columns(String form) {
    return effort.bundles().stream().map(form::formatted).collect(Collectors.joining());
  }

  private String row(ValidStep step, Shape shape) {
    return effort.bundles().stream()
        .map(bundle -> cell(step, shape, bundle))
        .collect(Collectors.joining());
  }

  private String cell(ValidStep step, Shape shape, int bundle) {
    try (Rotation rotation =
            new Rotation(() -> KernelRun.of(FilterRun.CATALOGUE, step), shape, bundle, effort);
        Stopwatch watch = new Stopwatch(effort)) {
      double micros = watch.micros(rotation::launch);
      double rate = rotation.bytes() / micros / 1e3;
      return " %.1f, %.0f (%.0f %%) |".formatted(micros / bundle, rate, 100 * rate / copy);
    } catch (RuntimeException refused) {
      return " %s |".formatted(refused.getMessage().lines().findFirst().orElse("refused"));
    }
  }
}
