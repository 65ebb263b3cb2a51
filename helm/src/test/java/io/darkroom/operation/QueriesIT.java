package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.GatewayConfig;
import io.darkroom.gateway.LibraryConfig;
import io.darkroom.gateway.SourceConfig;
import io.darkroom.gateway.TelemetryConfig;
import io.darkroom.gateway.TelemetryConfig.ClientAddress;
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
 * The whole stack under traffic with errors, watched by a real Prometheus. What comes of a GPU
 * comes of the stand-in for NVIDIA's driver and NVML.
 */
class QueriesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir private static Path folder;

  private static UpProcess up;
  private static Traffic traffic;
  private static Gateway second;
  private static PrometheusProcess prometheus;
  private static PrometheusApi api;

  @BeforeAll
  static void start() throws Exception {
    Path program = Tool.named("prometheus", "prometheus").program();
    Path standIn = StandInGpu.folder(folder.resolve("standin"));
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
    everySecond(config.resolve("prometheus.yml"));
    prometheus = PrometheusProcess.start(program, config, 0);
    api = new PrometheusApi(prometheus.url());
  }

  /** Beside that of {@code up}, as one serves that has a certificate to watch. */
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
  void everyQueryOfTheDashboardsAnswersWithTheGpusStandInForThoseOfTheGpu() throws Exception {
    answer(Query.ofDashboards());
  }

  @Test
  void everyExpressionOfTheRulesAnswersWithTheGpusStandInForThoseOfTheGpu() throws Exception {
    answer(Query.ofRules());
  }

  private static void answer(List<Query> queries) {
    assertThat(queries).isNotEmpty();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(unanswered(queries)).isEmpty());
  }

  private static List<String> unanswered(List<Query> queries) throws Exception {
    Set<String> known = api.metrics();
    List<String> unanswered = new ArrayList<>();
    for (Query query : queries) {
      JsonNode answer = api.query(query.expression());
      if (answer.at("/data/result").isEmpty() || !known.containsAll(query.metrics())) {
        unanswered.add(query + " " + answer.path("error").asText());
      }
    }
    return unanswered;
  }

  private static String authority(String url) {
    return URI.create(url).getAuthority();
  }

  private static void everySecond(Path file) throws Exception {
    Files.writeString(file, Files.readString(file).replace("_interval: 15s", "_interval: 1s"));
  }
}
