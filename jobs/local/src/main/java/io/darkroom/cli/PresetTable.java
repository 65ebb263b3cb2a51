package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats presets as text. */
final class PresetTable {

  private PresetTable() {}

  static Table of(JsonNode answer) {
    Table table = new Table("PRESET", "TITLE", "REVISION", "CHAIN");
    for (JsonNode preset : answer.path("presets")) {
      table.row(
          preset.path("presetId").asText(),
          preset.path("title").asText(),
          preset.path("revision").asText(),
          preset.path("chain").asText());
    }
    return table;
  }

  static String line(JsonNode preset) {
    return "%s: revision %s: %s"
        .formatted(
            preset.path("presetId").asText(),
            preset.path("revision").asText(),
            preset.path("chain").asText());
  }
}
