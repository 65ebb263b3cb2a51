package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats sources and their status as text. */
final class SourceTable {

  private SourceTable() {}

  static Table of(JsonNode answer) {
    Table table =
        new Table(
            "SOURCE",
            "STATE",
            "FPS-IN",
            "FPS-OUT",
            "CODEC",
            "SIZE",
            "DROPS",
            "GATEWAY",
            "URI",
            "LAST-ERROR");
    for (JsonNode source : answer.path("sources")) {
      JsonNode status = source.path("status");
      table.row(
          source.path("sourceId").asText(),
          status.path("state").asText(),
          "%.1f".formatted(status.path("fpsIn").asDouble()),
          "%.1f".formatted(status.path("fpsOut").asDouble()),
          status.path("codec").asText(),
          Fields.size(status),
          Fields.total(status.path("drops")),
          status.path("gateway").asText(),
          source.path("uri").asText(),
          status.path("lastError").asText());
    }
    return table;
  }

  static String line(JsonNode source) {
    return "%s: revision %s, %s: %s"
        .formatted(
            source.path("sourceId").asText(),
            source.path("revision").asText(),
            source.at("/status/state").asText(),
            source.path("uri").asText());
  }
}
