package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import io.darkroom.local.PrometheusProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of dashboards and rules has a result, on a stack under traffic with errors that a
 * real Prometheus scrapes. GPU metrics come from the stand-in for NVIDIA's driver and NVML.
 */
class QueriesIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(150);

  @TempDir private static Path folder;

  private static UpProcess up;
  private static Traffic traffic;
  private static Gateway second;
  private static PrometheusProcess prometheus;
  private static PrometheusApi api;

  @BeforeAll
  static void start() throws Exception {
    Path program = Tool.named("prometheus", "prometheus").program();
    Path standIn = StandInDriver.folder(folder.resolve("standin"));
    up =
        UpProcess.start(
            folder,
            Map.of("LD_LIBRARY_PATH", standIn.toString()),
            "--engine",
            "cuda",
            "--observability");
    String gateway = up.address("page and API");
    traffic = Traffic.start(gateway);
    Path config = folder.resolve("prometheus");
    PrometheusProcess.configure(config, authority(gateway), authority(up.address("Flink metrics")));
    second = secondGateway(up.address("Kafka"));
    PrometheusProcess.target(config, "gateway", authority(gateway), "localhost:" + second.port());
    scrapeEverySecond(config.resolve("prometheus.yml"));
    prometheus = PrometheusProcess.start(program, config, 0);
    api = new PrometheusApi(prometheus.url());
  }

  /** A second gateway, with a certificate whose expiry it reports. */
  private static Gateway secondGateway(String kafka) throws Exception {
    TelemetryConfig telemetry =
        new TelemetryConfig(100, List.of(Certificate.make(folder)), false, ClientAddress.OFF);
    LibraryConfig files =
        new LibraryConfig(folder.resolve("videos"), folder.resolve("images"), 1 << 20);
    return Gateway.start(
        GatewayConfig.of(kafka, "localhost", 0).with(telemetry).with(SourceConfig.DEFAULT, files));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {prometheus, traffic, second, up}) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void everyDashboardQueryHasAResult() throws Exception {
    awaitResults(PromQuery.ofDashboards());
  }

  @Test
  void everyRuleExpressionHasAResult() throws Exception {
    awaitResults(PromQuery.ofRules());
  }

  private static void awaitResults(List<PromQuery> queries) {
    assertThat(queries).isNotEmpty();
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(withoutResult(queries)).isEmpty());
  }

  private static List<String> withoutResult(List<PromQuery> queries) throws Exception {
    Set<String> known = api.metrics();
    List<String> withoutResult = new ArrayList<>();
    for (PromQuery query : queries) {
      JsonNode answer = api.query(query.expression());
      if (answer.at("/data/result").isEmpty() || !known.containsAll(query.metrics())) {
        withoutResult.add(query + " " + answer.path("error").asText());
      }
    }
    return withoutResult;
  }

  private static String authority(String url) {
    return URI.create(url).getAuthority();
  }

  private static void scrapeEverySecond(Path file) throws Exception {
    Files.writeString(file, Files.readString(file).replace("_interval: 15s", "_interval: 1s"));
  }
}
