package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;

/** What a file can define. */
enum Kind {
  PIPELINE("pipelineId", "pipelines", Pipelines.PATH) {
    @Override
    String describe(JsonNode answer) {
      return Pipelines.describe(answer);
    }
  },
  SOURCE("sourceId", "sources", Sources.PATH) {
    @Override
    String describe(JsonNode answer) {
      return Sources.describe(answer);
    }
  };

  private final String idField;
  private final String listField;
  private final String collection;

  Kind(String idField, String listField, String collection) {
    this.idField = idField;
    this.listField = listField;
    this.collection = collection;
  }

  /** The field that names one of them. */
  String idField() {
    return idField;
  }

  /** The field of the gateway's lists that has them all. */
  String listField() {
    return listField;
  }

  String path(String id) {
    return collection + GatewayClient.encoded(id);
  }

  /** One line about what is in force. */
  abstract String describe(JsonNode answer);
}
