package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.util.Locale;
import java.util.function.Function;

/** The types of resource that you can define in a file. */
enum ResourceType {
  PIPELINE(
      "pipelineId",
      new ResourceList("v1/pipelines", "pipelines", PipelineTable::of),
      PipelineTable::line),
  SOURCE("sourceId", new ResourceList("v1/sources", "sources", SourceTable::of), SourceTable::line),
  PRESET("presetId", new ResourceList("v1/presets", "presets", PresetTable::of), PresetTable::line);

  private final String idField;
  private final ResourceList list;
  private final Function<JsonNode, String> line;

  ResourceType(String idField, ResourceList list, Function<JsonNode, String> line) {
    this.idField = idField;
    this.list = list;
    this.line = line;
  }

  /** The JSON field that holds the resource's name. */
  String idField() {
    return idField;
  }

  ResourceList list() {
    return list;
  }

  /** The word for one of them in messages. */
  String noun() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path(String id) {
    return list.path() + "/" + GatewayClient.encoded(id);
  }

  /** One line that summarizes the gateway's answer. */
  String describe(JsonNode answer) {
    return line.apply(answer);
  }
}
