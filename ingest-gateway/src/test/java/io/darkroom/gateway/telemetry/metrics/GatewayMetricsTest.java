package io.darkroom.gateway.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import io.darkroom.telemetry.metric.Buckets;
import io.darkroom.telemetry.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  private static final Pattern SERIES =
      Pattern.compile("^(darkroom_[a-z0-9_]+?)(_bucket|_sum|_count|_max)?(?:\\{(.*)})? .*$");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  private static final Pattern BUCKET =
      Pattern.compile("darkroom_gateway_processing_duration_seconds_bucket\\{le=\"(.*)\"} (\\d+)");

  private final GatewayMetrics metrics = new GatewayMetrics(100);

  @Test
  void exportsOnlyDocumentedMetricsWithTheirLabels() {
    metrics.ingested("http", "cam", 3);
    metrics.requested(3);
    metrics.dropped("duplicate", "cam");
    metrics.dropped("rejected:UNAVAILABLE", "cam");
    metrics.unreadable("frames");
    new DeliveryMetrics(metrics, "processed").delivered(delivery());
    assertThat(metrics.registry().scrape().lines().filter(line -> line.startsWith("darkroom_")))
        .isNotEmpty()
        .allSatisfy(GatewayMetricsTest::assertDocumented);
  }

  private static Delivery delivery() {
    return Delivery.live(
        new byte[2],
        "cam",
        1,
        new SourcePosition(0, 0, 0),
        new Delivery.Place(0, 0),
        "token",
        0,
        DeliveryTrace.NONE);
  }

  @Test
  void recordsNoLatencyForReplayedFrames() {
    new DeliveryMetrics(metrics, "processed").delivered(delivery().replayed());
    assertThat(metrics.registry().scrape())
        .contains("darkroom_gateway_frames_delivered_total{kind=\"processed\",stream=\"cam\"} 1.0")
        .contains("darkroom_gateway_delivery_latency_seconds_count{kind=\"processed\"} 0")
        .doesNotContain("darkroom_gateway_end_to_end_latency_seconds_count");
  }

  private static void assertDocumented(String line) {
    MatchResult series = SERIES.matcher(line).results().findFirst().orElseThrow();
    Metric metric =
        GatewaySeries.ALL.stream()
            .filter(m -> m.name().equals(series.group(1)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(line + " is not in GatewaySeries"));
    String labels = series.group(3) == null ? "" : series.group(3);
    List<String> names = LABEL.matcher(labels).results().map(label -> label.group(1)).toList();
    assertThat(names)
        .filteredOn(name -> !name.equals("le"))
        .containsExactlyInAnyOrderElementsOf(metric.labels());
  }

  @Test
  void exportsMetricsWithFewLabelsBeforeAnyEvent() {
    String page = metrics.registry().scrape();
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(page).contains("darkroom_gateway_rejects_total{code=\"" + code + "\"} 0.0");
    }
    assertThat(page)
        .contains("darkroom_gateway_delivered_bytes_total{kind=\"raw\"} 0.0")
        .contains("darkroom_gateway_processing_duration_seconds_count 0");
  }

  @Test
  void usesTheHistogramBucketsOfTheJob() {
    metrics.processed(Duration.ofMillis(3));
    Map<Double, Integer> counts = new TreeMap<>();
    BUCKET
        .matcher(metrics.registry().scrape())
        .results()
        .forEach(bucket -> counts.put(bound(bucket.group(1)), Integer.valueOf(bucket.group(2))));
    assertThat(counts.keySet().stream().filter(Double::isFinite))
        .containsExactlyElementsOf(Buckets.SECONDS.stream().map(Double::valueOf).toList());
    assertThat(counts)
        .allSatisfy((bound, count) -> assertThat(count).isEqualTo(bound < 0.003 ? 0 : 1));
  }

  private static double bound(String le) {
    return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
  }

  @Test
  void givesStreamsOverTheLimitOneSharedLabel() {
    for (int i = 0; i < 100 + 20; i++) {
      metrics.ingested("http", "cam-" + i, 1);
    }
    metrics.ingested("http", "cam-0", 1);
    assertThat(metrics.registry().scrape())
        .contains("frames_ingested_total{stream=\"cam-0\",transport=\"http\"} 2.0")
        .contains("frames_ingested_total{stream=\"_other\",transport=\"http\"} 20.0")
        .contains("darkroom_gateway_stream_labels 100.0")
        .contains("darkroom_gateway_stream_label_limit 100.0");
  }

  @Test
  void exportsTheErrorCodeOfADropAsALabel() {
    metrics.dropped("rejected:UNAVAILABLE", "cam", 2);
    metrics.dropped("slow_subscriber", "", 3);
    assertThat(metrics.registry().scrape())
        .contains("dropped_total{code=\"UNAVAILABLE\",reason=\"rejected\",stream=\"cam\"} 2.0")
        .contains("dropped_total{code=\"\",reason=\"slow_subscriber\",stream=\"_unknown\"} 3.0");
  }

  @Test
  void exportsLimitsOfBytesAndCountsSeparately() {
    metrics.limited("body_bytes", 7);
    metrics.used("body_bytes", () -> 5);
    metrics.limited("sessions", 3);
    assertThat(metrics.registry().scrape())
        .contains("darkroom_gateway_body_limit_bytes 7.0")
        .contains("darkroom_gateway_body_bytes 5.0")
        .contains("darkroom_gateway_limit{what=\"sessions\"} 3.0")
        .doesNotContain("darkroom_gateway_limit{what=\"body_bytes\"}");
  }

  @Test
  void addsASampledTraceAsExemplar() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    metrics.within("00-" + trace + "-b7ad6b7169203331-00", () -> metrics.endToEnd("cam", 7));
    assertThat(openMetrics()).doesNotContain(trace);
    metrics.within("00-" + trace + "-b7ad6b7169203331-01", () -> metrics.endToEnd("dog", 7));
    assertThat(openMetrics().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("darkroom_gateway_end_to_end_latency_seconds_bucket")
                    .contains("stream=\"dog\"")
                    .contains("# {span_id=\"b7ad6b7169203331\",trace_id=\"" + trace + "\"} 0.007"));
  }

  private String openMetrics() {
    return metrics.registry().scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }
}
