package io.darkroom.gateway.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LabelledSeriesTest {

  private final GatewayMetrics metrics = new GatewayMetrics(2);
  private final Map<String, Double> values = new TreeMap<>(Map.of("a", 1.0, "b", 2.0));

  @Test
  void readsValuesAtEachScrape() {
    metrics.observeEach(GatewaySeries.STREAM_IDLE_SECONDS, () -> values);
    values.remove("a");
    assertThat(lines("darkroom_gateway_stream_idle_seconds"))
        .containsExactly("darkroom_gateway_stream_idle_seconds{stream=\"b\"} 2.0");
  }

  @Test
  void sumsCountsBeyondTheLimit() {
    metrics.observeEach(GatewaySeries.SOURCE_RECONNECTS, () -> values);
    values.put("c", 3.0);
    values.put("d", 4.0);
    assertThat(lines("darkroom_gateway_source_reconnects_total"))
        .containsExactlyInAnyOrder(
            "darkroom_gateway_source_reconnects_total{source=\"a\"} 1.0",
            "darkroom_gateway_source_reconnects_total{source=\"b\"} 2.0",
            "darkroom_gateway_source_reconnects_total{source=\"_other\"} 7.0");
  }

  @Test
  void leavesOutGaugesBeyondTheLimit() {
    metrics.observeEach(GatewaySeries.PIPELINE_REVISION, () -> values);
    values.put("c", 3.0);
    assertThat(lines("darkroom_gateway_pipeline_revision")).hasSize(2);
  }

  @Test
  void exportsTheBuildAsLabels() {
    metrics.info(GatewaySeries.BUILD, "1.2", "abc");
    assertThat(lines("darkroom_gateway_build_info"))
        .singleElement()
        .asString()
        .contains("version=\"1.2\"", "commit=\"abc\"")
        .endsWith(" 1");
  }

  private List<String> lines(String name) {
    return metrics.registry().scrape().lines().filter(l -> l.startsWith(name + "{")).toList();
  }
}
