package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.job.JobConfig;
import io.darkroom.local.EmbeddedBroker;
import io.darkroom.local.EmbeddedFlink;
import io.darkroom.local.PrometheusProcess;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults notify Slack and PagerDuty, through a real Prometheus and Alertmanager. */
class AlertsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private Path program;
  private AlertReceivers receivers;
  private Alertmanager alertmanager;

  @BeforeEach
  void listen() throws Exception {
    program = Tool.named("prometheus", "prometheus").program();
    receivers = AlertReceivers.start();
    alertmanager = Alertmanager.start(folder.resolve("alerts"), receivers.url());
  }

  @AfterEach
  void stop() throws Exception {
    alertmanager.close();
    receivers.close();
  }

  @Test
  void notifiesWhenFlinkStopsAndWhenItReturns() throws Exception {
    int port = PrometheusProcess.freePort();
    EmbeddedFlink first = flink(port);
    try (PrometheusProcess prometheus =
        prometheus("localhost:" + PrometheusProcess.freePort(), port)) {
      awaitResult(prometheus, "up{job=\"flink\"} == 1");
      assertThat(receivers.bothReceived("DarkroomTargetDown", "flink", "firing")).isFalse();

      first.close();
      awaitNotified("DarkroomTargetDown", "flink", "firing");
      try (EmbeddedFlink second = flink(port)) {
        assertThat(second.port()).isPositive();
        awaitNotified("DarkroomTargetDown", "flink", "resolved");
      }
    }
  }

  @Test
  void notifiesWhenTheJobStopsAndWhenItReturns() throws Exception {
    int port = PrometheusProcess.freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Gateway gateway = gateway(broker);
        EmbeddedFlink flink = flink(port)) {
      JobID job = flink.submit(job(broker));
      try (PrometheusProcess prometheus = prometheus("localhost:" + gateway.port(), port)) {
        awaitResult(prometheus, "darkroom_gateway_job_up == 1");
        assertThat(receivers.bothReceived("DarkroomJobDown", "", "firing")).isFalse();

        flink.cancel(job);
        awaitNotified("DarkroomJobDown", "", "firing");

        flink.submit(job(broker));
        awaitNotified("DarkroomJobDown", "", "resolved");
      }
    }
  }

  @Test
  void notifiesWhenKafkaStopsAndWhenItReturns() throws Exception {
    Path kafka = folder.resolve("kafka");
    EmbeddedBroker first = EmbeddedBroker.start(kafka, 0);
    int port = Integer.parseInt(first.bootstrapServers().replaceFirst(".*:", ""));
    try (Gateway gateway = gateway(first);
        PrometheusProcess prometheus =
            prometheus("localhost:" + gateway.port(), PrometheusProcess.freePort())) {
      awaitResult(prometheus, "darkroom_gateway_kafka_up == 1");
      assertThat(receivers.bothReceived("DarkroomKafkaDown", "", "firing")).isFalse();

      first.close();
      awaitNotified("DarkroomKafkaDown", "", "firing");

      try (EmbeddedBroker second = EmbeddedBroker.start(kafka, port)) {
        assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
        awaitNotified("DarkroomKafkaDown", "", "resolved");
      }
    }
  }

  private static Gateway gateway(EmbeddedBroker broker) {
    return Gateway.start(GatewayConfig.of(broker.bootstrapServers(), "localhost", 0));
  }

  private EmbeddedFlink flink(int metricsPort) throws Exception {
    Path scratch = Files.createDirectories(folder.resolve("tmp"));
    return EmbeddedFlink.start(scratch, 0, Integer.toString(metricsPort), 1);
  }

  private static JobConfig job(EmbeddedBroker broker) {
    return JobConfig.local(
        broker.bootstrapServers(),
        new Topics(Topics.DEFAULT_PREFIX),
        Map.of(),
        1,
        OperatorOptions.DEFAULT);
  }

  private static void awaitResult(PrometheusProcess prometheus, String expression) {
    PrometheusApi api = new PrometheusApi(prometheus.url());
    await().atMost(TIMEOUT).until(() -> !api.query(expression).at("/data/result").isEmpty());
  }

  private void awaitNotified(String alert, String job, String status) {
    await().atMost(TIMEOUT).until(() -> receivers.bothReceived(alert, job, status));
  }

  /** The project's configuration, with shorter intervals. */
  private PrometheusProcess prometheus(String gateway, int flinkMetrics) throws Exception {
    Path config = folder.resolve("prometheus");
    PrometheusProcess.configure(config, gateway, "localhost:" + flinkMetrics);
    PrometheusProcess.target(config, "alertmanager", alertmanager.address());
    for (String file : List.of("prometheus.yml", "alerts.yml")) {
      String text = Files.readString(config.resolve(file));
      Files.writeString(
          config.resolve(file),
          text.replace("_interval: 15s", "_interval: 1s").replaceAll("for: \\d+\\w", "for: 1s"));
    }
    return PrometheusProcess.start(program, config, 0);
  }
}
