package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats pipelines as text. */
final class PipelineTable {

  private PipelineTable() {}

  static Table of(JsonNode answer) {
    Table table = new Table("PIPELINE", "STREAM", "REVISION", "ACCELERATOR", "OUTPUT", "CHAIN");
    for (JsonNode pipeline : answer.path("pipelines")) {
      table.row(
          pipeline.path("pipelineId").asText(),
          pipeline.path("streamId").asText(),
          pipeline.path("revision").asText(),
          pipeline.path("accelerator").asText(),
          pipeline.path("output").path("encoding").asText(),
          pipeline.path("chain").asText());
    }
    return table;
  }

  static String line(JsonNode pipeline) {
    return "%s: revision %s in force: %s"
        .formatted(
            pipeline.path("pipelineId").asText(),
            pipeline.path("revision").asText(),
            pipeline.path("chain").asText());
  }
}
