package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks compose.yaml without starting any service. */
class ComposeTest {

  private static final Path ROOT = Path.of("..");
  private static JsonNode services;

  @BeforeAll
  static void read() throws IOException {
    services = ChartFiles.yaml(ROOT.resolve("compose.yaml")).path("services");
  }

  @Test
  void hasAllBackendsInTheProfileObservability() {
    Set<String> observing = new TreeSet<>();
    services
        .properties()
        .forEach(
            service -> {
              if (service.getValue().path("profiles").toString().contains("observability")) {
                observing.add(service.getKey());
              }
            });

    assertThat(observing)
        .containsExactlyInAnyOrder(
            "alertmanager", "alloy", "grafana", "jaeger", "loki", "otel-collector", "prometheus");
  }

  @Test
  void mountsOnlyExistingFiles() {
    for (JsonNode service : services) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":", 2)[0];
        if (source.startsWith("./helm")) {
          assertThat(Files.exists(ROOT.resolve(source))).as(source).isTrue();
        }
      }
    }
  }

  @Test
  void hasAServiceForEachScrapeTarget() throws IOException {
    for (String part : List.of("gateway", "flink", "alertmanager")) {
      Path file = ChartFiles.FILES.resolve("prometheus/targets").resolve(part + ".yml");
      for (JsonNode target : ChartFiles.yaml(file).path(0).path("targets")) {
        assertThat(services.has(target.asText().split(":", 2)[0])).as(target.asText()).isTrue();
      }
    }
  }
}
