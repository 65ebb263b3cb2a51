package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom up --observability}. */
class ObservabilityIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void startsAPrometheusThatScrapesGatewayAndFlinkAndStopsIt() throws Exception {
    Tool.named("prometheus", "prometheus");
    PrometheusApi prometheus;
    try (UpProcess up = UpProcess.start(folder, Map.of(), "--observability")) {
      prometheus = new PrometheusApi(up.address("Prometheus"));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(prometheus.query("up == 1").at("/data/result"))
                      .extracting(target -> target.at("/metric/job").asText())
                      .containsExactlyInAnyOrder("gateway", "flink"));
      assertThat(prometheus.query("ALERTS").path("status").asText()).isEqualTo("success");
    }
    await().atMost(TIMEOUT).until(() -> refuses(prometheus));
  }

  @Test
  void startsWithoutPrometheusAndExplainsHowToInstallIt() throws Exception {
    Map<String, String> nothingOnPath = Map.of("PATH", folder.toString());
    try (UpProcess up = UpProcess.start(folder, nothingOnPath, "--observability", "--no-demo")) {
      assertThat(up.output())
          .contains("apt-get install prometheus")
          .contains("docker compose --profile observability up");
    }
  }

  private static boolean refuses(PrometheusApi prometheus) throws Exception {
    try {
      prometheus.query("up");
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }
}
