package io.darkroom.bench;

import io.darkroom.definition.FilterDefinition;
import io.darkroom.filters.FilterRun;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the CPU engine and writes a report; {@code operators/bench} runs it. */
public final class BenchReport {

  private static final String TABLES =
      "brightness_contrast(brightness=10) | gamma | invert | gamma(gamma=0.7) |"
          + " posterize(levels=32) | threshold(mode=truncate, value=200)";
  private static final String MIXED =
      "brightness_contrast(brightness=10) | gamma | sepia | invert | grayscale | color_map";

  /** Two stages, so that the engine's work between them is measured too. */
  private static final String ONE_PIXEL = "invert | flip";

  /** Percentile of the calls that other work on the machine did not disturb. */
  private static final double UNDISTURBED = 10;

  private final SortedMap<String, Double> engine = new TreeMap<>();
  private final SortedMap<String, Double> openCv = new TreeMap<>();

  private BenchReport() {}

  public static void main(String[] arguments) throws RunnerException, IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "arguments: none (expected: a file for the report). Name one.");
    }
    BenchReport report = new BenchReport();
    report.measure();
    Files.writeString(Path.of(arguments[0]), report.text());
  }

  private void measure() throws RunnerException {
    List<String> chains = new ArrayList<>(filters());
    chains.add(TABLES);
    chains.add(MIXED);
    run(80, chains);
    run(0, List.of(ONE_PIXEL));
  }

  private void run(int size, List<String> chains) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(CpuEngineBench.class.getSimpleName())
                .param("size", Integer.toString(size))
                .param("chain", chains.toArray(String[]::new))
                .forks(Integer.getInteger("bench.forks", 3))
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(Integer.getInteger("bench.iterations", 3))
                .measurementTime(TimeValue.seconds(1))
                .build())
        .run()
        .forEach(this::record);
  }

  private static List<String> filters() {
    return FilterRun.CATALOGUE.definitions().stream()
        .map(FilterDefinition::id)
        .map(id -> id.equals("resize") ? "resize(width=640)" : id)
        .toList();
  }

  private void record(RunResult result) {
    boolean byEngine = result.getParams().getBenchmark().endsWith(".engine");
    double nanos = result.getPrimaryResult().getStatistics().getPercentile(UNDISTURBED);
    (byEngine ? engine : openCv).put(result.getParams().getParam("chain"), nanos / 1000);
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder(heading());
    text.append("\n## One filter: the engine and OpenCV alone\n\n");
    text.append("| filter | OpenCV, µs | engine, µs | overhead |\n|---|---:|---:|---:|\n");
    for (String chain : engine.keySet()) {
      if (!chain.contains(" | ")) {
        text.append(row(chain, engine.get(chain) / openCv.get(chain) * 100 - 100, "%+.1f %%"));
      }
    }
    text.append(
        "%nFor a frame of one pixel, `%s` spends %.1f µs in the engine itself.%n"
            .formatted(
                ONE_PIXEL.replace("|", "\\|"), engine.get(ONE_PIXEL) - openCv.get(ONE_PIXEL)));
    text.append("\n## Six point filters: composed, and as OpenCV calls one by one\n\n");
    text.append("| chain | one by one, µs | composed, µs | faster |\n|---|---:|---:|---:|\n");
    for (String chain : List.of(TABLES, MIXED)) {
      text.append(row(chain, openCv.get(chain) / engine.get(chain), "%.1fx"));
    }
    return text.toString();
  }

  private String row(String chain, double last, String form) {
    String values =
        String.format(
            Locale.ROOT, "%.0f | %.0f | " + form, openCv.get(chain), engine.get(chain), last);
    return "| `%s` | %s |%n".formatted(chain.replace("|", "\\|"), values);
  }

  private static String heading() throws IOException {
    return """
        # CPU engine: measured

        One 1280 x 720 colour frame, one thread. Times are the 10th percentile of single calls, which other work on the
        machine disturbs least. Overhead is the time that the engine adds to the same OpenCV calls on preallocated Mats; the goal is
        at most 3 %%. The goal of composed filters is 1.5x.

        - date: %s
        - machine: %s, %d cores; load average at the end %.1f
        - Java %s; command: `operators/bench`
        """
        .formatted(
            LocalDate.now(),
            cpu(),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.version());
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
        .findFirst()
        .orElse("unknown");
  }
}
