package io.darkroom.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.darkroom.local.PrometheusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a real Alertmanager with the project's routes; its receivers post to a test server. */
final class Alertmanager implements AutoCloseable {

  private final Process process;
  private final String address;

  private Alertmanager(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static Alertmanager start(Path folder, String webhook) throws IOException {
    Path program = Tool.named("prometheus-alertmanager", "prometheus-alertmanager").program();
    Files.createDirectories(folder);
    Path config = folder.resolve("alertmanager.yml");
    new YAMLMapper().writeValue(config.toFile(), postingTo(webhook));
    String address = "localhost:" + PrometheusProcess.freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alertmanager.log").toFile())
            .start();
    return new Alertmanager(process, address);
  }

  /** Replaces the receivers by webhooks, and shortens group waits to speed up the test. */
  private static JsonNode postingTo(String webhook) throws IOException {
    JsonNode config = ChartFiles.yaml(ChartFiles.FILES.resolve("alertmanager/alertmanager.yml"));
    for (JsonNode receiver : config.path("receivers")) {
      ((ObjectNode) receiver).remove(List.of("slack_configs", "pagerduty_configs"));
      ArrayNode webhooks = ((ObjectNode) receiver).putArray("webhook_configs");
      webhooks.addObject().put("url", webhook + receiver.path("name").asText());
    }
    ObjectNode route = (ObjectNode) config.path("route");
    route.put("group_interval", "1s");
    for (JsonNode child : route.path("routes")) {
      ((ObjectNode) child).put("group_wait", "1s");
    }
    return config;
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
