package io.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Names;
import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import io.darkroom.telemetry.metric.Metric.Kind;
import io.darkroom.telemetry.metric.SharedLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and labels follow the conventions of Prometheus and OpenMetrics. */
class MetricNamesTest {

  private static final Set<String> UNITS =
      Set.of("seconds", "bytes", "ratio", "celsius", "watts", "info");

  /** Other units, rates, and values that queries compute. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "nanos",
          "micros",
          "millis",
          "milliseconds",
          "ms",
          "minutes",
          "hours",
          "days",
          "kilobytes",
          "megabytes",
          "mebibytes",
          "kib",
          "mib",
          "gib",
          "percent",
          "fps",
          "per",
          "rate",
          "avg",
          "average",
          "mean",
          "min",
          "max",
          "p50",
          "p95",
          "p99",
          "bucket",
          "sum",
          "created",
          "counter",
          "gauge",
          "histogram");

  /** Labels that Prometheus sets, or that are part of a histogram or summary. */
  private static final Set<String> RESERVED_LABELS = Set.of("le", "quantile", "job", "instance");

  static Stream<Metric> metrics() {
    return Stream.concat(GatewaySeries.ALL.stream(), JobMetrics.ALL.stream());
  }

  private static List<String> words(Metric metric) {
    return Arrays.asList(metric.name().split("_"));
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void namesStartWithTheProcess(Metric metric) {
    assertThat(metric.name()).matches("darkroom_(gateway|job)(_[a-z0-9]+)+");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void onlyCountersEndInTotal(Metric metric) {
    assertThat(metric.name().endsWith("_total")).isEqualTo(metric.kind() == Kind.COUNTER);
    assertThat(metric.name()).doesNotEndWith("_count");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void histogramsMeasureALatencyOrADuration(Metric metric) {
    if (metric.kind() == Kind.HISTOGRAM) {
      assertThat(metric.name()).matches(".*_(latency|duration)_seconds");
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void unitsAreBaseUnitsAndComeLast(Metric metric) {
    List<String> words = words(metric);
    int last = words.size() - (metric.kind() == Kind.COUNTER ? 2 : 1);
    assertThat(words).doesNotContainAnyElementsOf(FORBIDDEN);
    assertThat(words.subList(0, last)).doesNotContainAnyElementsOf(UNITS);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void secondsFollowANoun(Metric metric) {
    if (words(metric).contains("seconds")) {
      assertThat(metric.name())
          .matches(
              ".*_(latency|duration|age|lag|idle|retention|left|timestamp|busy)_seconds(_total)?");
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void everyLabelIsDocumentedAndNotReserved(Metric metric) {
    assertThat(metric.labels())
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(RESERVED_LABELS)
        .allSatisfy(label -> assertThat(MetricLabels.MEANINGS).containsKey(label));
  }

  @Test
  void everyDocumentedLabelIsUsed() {
    assertThat(metrics().flatMap(metric -> metric.labels().stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(MetricLabels.MEANINGS.keySet());
  }

  /** OpenMetrics omits a counter's suffix, so no gauge may have that name. */
  @Test
  void everyMetricIsItsOwnFamily() {
    assertThat(metrics().map(metric -> metric.name().replaceFirst("_(total|info)$", "")))
        .doesNotHaveDuplicates();
  }

  @Test
  void sharedLabelValuesAreNotValidIds() {
    assertThat(SharedLabel.ALL).isNotEmpty().noneMatch(Names::valid);
  }

  @Test
  void dropReasonsDifferFromErrorCodes() {
    assertThat(DropReason.values())
        .extracting(DropReason::text)
        .allMatch(r -> r.matches("[a-z_]+"));
    assertThat(ErrorCode.values()).extracting(Enum::name).allMatch(c -> c.matches("[A-Z_]+"));
  }
}
