package io.darkroom.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Locates and reads the files of the chart. */
final class ChartFiles {

  static final Path CHART = Path.of("darkroom");
  static final Path FILES = CHART.resolve("files");
  static final Path ALERTS = FILES.resolve("prometheus/alerts.yml");
  static final Path RECORDING = FILES.resolve("prometheus/recording.yml");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private ChartFiles() {}

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("grafana/dashboards"))) {
      return files.sorted().toList();
    }
  }

  /** The alerting or recording rules of a file. */
  static List<JsonNode> rules(Path file) throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    yaml(file).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }
}
