package io.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.metrics.GatewaySeries;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.Metric.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** METRICS.md is what the definitions say; {@code -Ddarkroom.docs=write} writes it anew. */
class MetricsPageTest {

  private static final Path PAGE = Path.of("../..").resolve("METRICS.md");

  @Test
  void thePageIsWhatTheDefinitionsSay() throws IOException {
    if ("write".equals(System.getProperty("darkroom.docs"))) {
      Files.writeString(PAGE, MetricsPage.text());
    }
    assertThat(PAGE).hasContent(MetricsPage.text());
  }

  @Test
  void everyNameFollowsTheScheme() {
    assertThat(Stream.concat(GatewaySeries.ALL.stream(), JobMetrics.ALL.stream()))
        .allSatisfy(
            metric -> {
              assertThat(metric.name()).matches("darkroom_(gateway|job)_[a-z0-9_]+");
              assertThat(metric.name().endsWith("_total")).isEqualTo(metric.kind() == Kind.COUNTER);
              if (metric.kind() == Kind.HISTOGRAM) {
                assertThat(metric.name()).endsWith("_seconds");
              }
            })
        .extracting(Metric::name)
        .doesNotHaveDuplicates();
  }
}
