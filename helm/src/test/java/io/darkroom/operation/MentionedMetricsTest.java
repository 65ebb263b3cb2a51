package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.Metric.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules, dashboards and documents mention only metrics that the gateway or the job exports. */
class MentionedMetricsTest {

  private static final Path ROOT = Path.of("..");

  /** Mentions old metrics too. */
  private static final Path CHANGES = Path.of("docs/compatibility.md");

  /** A complete name, not a prefix such as {@code darkroom_job_gpu_…}. */
  private static final Pattern NAME = Pattern.compile("darkroom_(?:gateway|job)_\\w*[a-z0-9]\\b");

  private static final Set<String> KNOWN =
      Stream.concat(GatewaySeries.ALL.stream(), JobMetrics.ALL.stream())
          .flatMap(MentionedMetricsTest::series)
          .collect(Collectors.toSet());

  private static Stream<String> series(Metric metric) {
    return metric.kind() == Kind.HISTOGRAM
        ? Stream.of("", "_bucket", "_sum", "_count").map(suffix -> metric.name() + suffix)
        : Stream.of(metric.name());
  }

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(ChartFiles.dashboards());
    files.add(ChartFiles.ALERTS);
    files.add(ChartFiles.RECORDING);
    files.add(ChartFiles.FILES.resolve("prometheus/tests/alerts.yml"));
    files.add(ChartFiles.FILES.resolve("grafana/provisioning/datasources/darkroom.yml"));
    files.add(ChartFiles.CHART.resolve("RUNBOOK.md"));
    files.add(ROOT.resolve("README.md"));
    try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
      documents
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith(CHANGES))
          .forEach(files::add);
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void mentionsOnlyExistingMetrics(Path file) throws IOException {
    assertThat(namesIn(Files.readString(file))).allMatch(KNOWN::contains);
  }

  @Test
  void findsMetricsInDashboardsAndRules() throws IOException {
    for (Path file : files().subList(0, ChartFiles.dashboards().size() + 2)) {
      assertThat(namesIn(Files.readString(file))).as(file.toString()).isNotEmpty();
    }
  }

  @Test
  void theTableOfRenamedMetricsMapsRemovedNamesToExistingOnes() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve(CHANGES)).stream()
            .filter(line -> line.startsWith("| `darkroom_"))
            .toList();
    assertThat(rows).isNotEmpty();
    for (String row : rows) {
      String[] cells = row.split(" \\| ", 2);
      // One value of the label what became a separate metric; the metric itself still exists.
      if (!cells[0].contains("{what=")) {
        assertThat(namesIn(cells[0])).as(row).isNotEmpty().doesNotContainAnyElementsOf(KNOWN);
      }
      assertThat(namesIn(cells[1])).as(row).isNotEmpty().allMatch(KNOWN::contains);
    }
  }

  private static List<String> namesIn(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).toList();
  }
}
