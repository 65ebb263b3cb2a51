package io.darkroom.docs;

import static java.util.stream.Collectors.joining;

import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.Buckets;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.SharedLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Generates METRICS.md from the definitions. */
final class MetricsPage {

  private static final String TEMPLATE =
      """
      # Metrics

      Generated from the definitions by `./mvnw -pl jobs/local -am test -Dtest=MetricsPageTest \
      -Dsurefire.failIfNoSpecifiedTests=false -Ddarkroom.docs=write`. Names and labels are stable: \
      [docs/compatibility.md](docs/compatibility.md#metrics) says what may change.

      Names follow the conventions of Prometheus and OpenMetrics. Units are seconds, bytes and ratios from 0 to 1. Counters \
      end in `_total`. A `_latency_seconds` histogram measures the time from an external event to the result; a \
      `_duration_seconds` histogram measures one operation. All histograms have the same buckets, so that you can add them \
      across processes: %s. For rates, apply `rate()` to a counter.

      ## Labels

      The number of streams, pipelines and sources that have their own series is limited; the others share the value `%s`. \
      Frames of ProcessImage and similar calls belong to no stream and no pipeline and have the value `%s`. Frames that are \
      dropped on the way out of a pipeline that was just deleted have the stream `%s`. No id can equal one of these values, \
      because ids start with a letter or digit.

      | label | values |
      |---|---|
      %s

      Values of `reason` for dropped frames, in the gateway and in the job:

      | reason | meaning |
      |---|---|
      %s

      ## Gateway

      Exported at `/metrics`, together with the usual metrics of the JVM and the server. The `_max` series next to histograms \
      come from the metrics library and are not stable. Defined in
      `ingest-gateway/src/main/java/io/darkroom/gateway/telemetry/metrics/GatewaySeries.java`.

      %s

      ## Job

      Exported by Flink's Prometheus reporter, which prepends its scope and the names of the labels. The relabeling rule in
      `helm/darkroom/files/prometheus/prometheus.yml` removes them. The reporter needs `filterLabelValueCharacters: false`.
      Defined in `operators/src/main/java/io/darkroom/metric/JobMetrics.java`.

      %s
      """;

  private MetricsPage() {}

  static String text() {
    return TEMPLATE.formatted(
        String.join(", ", Buckets.SECONDS),
        SharedLabel.OTHER,
        SharedLabel.REQUEST,
        SharedLabel.UNKNOWN,
        labels(),
        reasons(),
        table(GatewaySeries.ALL),
        table(JobMetrics.ALL));
  }

  private static String labels() {
    return MetricLabels.MEANINGS.entrySet().stream()
        .map(label -> "| `%s` | %s |".formatted(label.getKey(), label.getValue()))
        .collect(joining("\n"));
  }

  private static String reasons() {
    return Arrays.stream(DropReason.values())
        .map(reason -> "| `%s` | %s |".formatted(reason.text(), reason.meaning()))
        .collect(joining("\n"));
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
