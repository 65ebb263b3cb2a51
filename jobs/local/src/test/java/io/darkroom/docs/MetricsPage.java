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

/** The text of METRICS.md, from the definitions alone. */
final class MetricsPage {

  private MetricsPage() {}

  static String text() {
    return """
        # Metrics

        Generated from the definitions by `./mvnw -pl jobs/local -am test -Dtest=MetricsPageTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Ddarkroom.docs=write`. Names and labels are stable: \
        [docs/compatibility.md](docs/compatibility.md#metrics) says what may change.

        Names follow the conventions of Prometheus and OpenMetrics. Units are seconds, bytes and ratios from 0 to 1. Counters \
        end in `_total`. A `_latency_seconds` histogram measures from an event outside a process to the result, a \
        `_duration_seconds` histogram one piece of work. All histograms have the same buckets, so that they can be added across \
        processes: %s. For rates, apply `rate()` to a counter.

        ## Labels

        The number of streams, pipelines and sources with series of their own is bounded: the others share the value `%s`. \
        Frames of ProcessImage and its like belong to no stream and no pipeline and have the value `%s`. Frames dropped on the \
        way out of a pipeline that was just deleted have the stream `%s`. No id can be one of these: ids begin with a letter or \
        digit.

        | label | values |
        |---|---|
        %s

        The values of `reason` where frames are dropped, the same in the gateway and in the job:

        | reason | meaning |
        |---|---|
        %s

        ## Gateway

        At `/metrics`, beside the metrics of the JVM and the server under their usual names. The `_max` series beside histograms \
        are of the metrics library and not stable. Defined in
        `ingest-gateway/src/main/java/io/darkroom/gateway/metrics/GatewaySeries.java`.

        %s

        ## Job

        By Flink's Prometheus reporter, which prepends its scope and the names of the labels; the relabeling rule in
        `helm/darkroom/files/prometheus/prometheus.yml` removes them. The reporter needs `filterLabelValueCharacters: false`.
        Defined in `operators/src/main/java/io/darkroom/metric/JobMetrics.java`.

        %s
        """
        .formatted(
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
