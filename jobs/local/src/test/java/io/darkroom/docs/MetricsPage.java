package io.darkroom.docs;

import static java.util.stream.Collectors.joining;

import io.darkroom.gateway.metrics.GatewaySeries;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.Buckets;
import io.darkroom.telemetry.metric.Metric;
import java.util.List;
import java.util.Locale;

/** The text of METRICS.md, from the definitions alone. */
final class MetricsPage {

  private MetricsPage() {}

  static String text() {
    return """
        # Metrics

        Generated from the definitions; `./mvnw -pl jobs/local -am test -Dtest=MetricsPageTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Ddarkroom.docs=write` writes it anew. Times are in seconds, sizes in bytes, \
        ratios from 0 to 1. All histograms have the same buckets, so that they add up across processes: %s. The labels \
        `stream` and `pipeline` are bounded: what comes after the limit shares the name `other`.

        ## Gateway

        At `/metrics`, beside those of the JVM and of the server under their usual names. Defined in
        `ingest-gateway/src/main/java/io/darkroom/gateway/metrics/GatewaySeries.java`.

        %s

        ## Job

        By Flink's Prometheus reporter, which puts its scope and the labels' names before them; the rule in
        `helm/darkroom/files/prometheus/prometheus.yml` takes them away again. The reporter needs
        `filterLabelValueCharacters: false`. Defined in `operators/src/main/java/io/darkroom/metric/JobMetrics.java`.

        %s
        """
        .formatted(
            String.join(", ", Buckets.SECONDS), table(GatewaySeries.ALL), table(JobMetrics.ALL));
  }

  private static String table(List<Metric> metrics) {
    return metrics.stream()
        .map(MetricsPage::row)
        .collect(joining("\n", "| metric | type | labels | meaning |\n|---|---|---|---|\n", ""));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            metric.name(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.labels().stream().map("`%s`"::formatted).collect(joining(" ")),
            metric.meaning());
  }
}
