package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.util.Locale;
import java.util.function.Function;

/** What a file can define. */
enum Kind {
  PIPELINE("pipelineId", "pipelines", PipelineTable::of, PipelineTable::line),
  SOURCE("sourceId", "sources", SourceTable::of, SourceTable::line);

  private final String idField;
  private final String listField;
  private final Function<JsonNode, Table> table;
  private final Function<JsonNode, String> line;

  Kind(
      String idField,
      String listField,
      Function<JsonNode, Table> table,
      Function<JsonNode, String> line) {
    this.idField = idField;
    this.listField = listField;
    this.table = table;
    this.line = line;
  }

  /** The field that names one of them. */
  String idField() {
    return idField;
  }

  /** The field of the gateway's lists that has them all. */
  String listField() {
    return listField;
  }

  /** As people call one of them. */
  String noun() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The path of their list. */
  String path() {
    return "v1/" + listField;
  }

  String path(String id) {
    return path() + "/" + GatewayClient.encoded(id);
  }

  Table table(JsonNode list) {
    return table.apply(list);
  }

  /** One line about what is in force. */
  String describe(JsonNode answer) {
    return line.apply(answer);
  }
}
