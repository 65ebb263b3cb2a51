package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.local.EmbeddedFlink;
import io.darkroom.local.Prometheus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a fault to what Slack and PagerDuty would be told, by the real programs. */
class AlertsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void flinkThatIsGoneIsToldAndSoIsItsReturn() throws Exception {
    Path program = Tool.named("prometheus", "prometheus").program();
    int port = Prometheus.freePort();
    try (Receivers receivers = Receivers.start();
        Alertmanager alertmanager = Alertmanager.start(folder.resolve("alerts"), receivers.url())) {
      Path config = configure("localhost:" + port, alertmanager.address());
      EmbeddedFlink first = flink(port);
      try (Prometheus prometheus = Prometheus.start(program, config, 0)) {
        PrometheusApi api = new PrometheusApi(prometheus.url());
        awaitScraped(api);
        assertThat(receivers.bothWereTold("DarkroomTargetDown", "flink", "firing")).isFalse();

        first.close();
        awaitTold(receivers, "firing");
        try (EmbeddedFlink second = flink(port)) {
          assertThat(second.port()).isPositive();
          awaitScraped(api);
          awaitTold(receivers, "resolved");
        }
      }
    }
  }

  private EmbeddedFlink flink(int metricsPort) throws Exception {
    Path scratch = Files.createDirectories(folder.resolve("tmp"));
    return EmbeddedFlink.start(scratch, 0, Integer.toString(metricsPort), 1);
  }

  private static void awaitScraped(PrometheusApi api) {
    await()
        .atMost(PATIENCE)
        .until(() -> !api.query("up{job=\"flink\"} == 1").at("/data/result").isEmpty());
  }

  private static void awaitTold(Receivers receivers, String status) {
    await()
        .atMost(PATIENCE)
        .until(() -> receivers.bothWereTold("DarkroomTargetDown", "flink", status));
  }

  /** The project's own, but sooner. */
  private Path configure(String flink, String alertmanager) throws Exception {
    Path config = folder.resolve("prometheus");
    Prometheus.configure(config, "localhost:" + Prometheus.freePort(), flink);
    Prometheus.target(config, "alertmanager", alertmanager);
    for (String file : List.of("prometheus.yml", "alerts.yml")) {
      String text = Files.readString(config.resolve(file));
      Files.writeString(
          config.resolve(file),
          text.replace("_interval: 15s", "_interval: 1s").replaceAll("for: \\d+\\w", "for: 1s"));
    }
    return config;
  }
}
