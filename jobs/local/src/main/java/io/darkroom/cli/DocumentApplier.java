package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.cli.Documents.Document;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import java.util.List;

/** Sends documents to the gateway one by one; stops at the first that it refuses. */
final class DocumentApplier {

  private DocumentApplier() {}

  /**
   * Applies the documents. JSON output is the gateway's answer, or an array if there are several
   * documents; the array includes the answers before a refusal.
   */
  static int apply(Invocation invocation, List<Document> documents) {
    GatewayClient gateway = invocation.gateway();
    if (invocation.json() && documents.size() != 1) {
      return array(invocation, gateway, documents);
    }
    for (Document document : documents) {
      JsonNode answer = put(gateway, document);
      invocation.print(answer, document.type().describe(answer));
    }
    return Exit.OK;
  }

  private static int array(Invocation invocation, GatewayClient gateway, List<Document> documents) {
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    try {
      documents.forEach(document -> answers.add(put(gateway, document)));
    } finally {
      invocation.print(answers, "");
    }
    return Exit.OK;
  }

  private static JsonNode put(GatewayClient gateway, Document document) {
    try {
      return gateway.put(document.type().path(document.id()), document.body());
    } catch (GatewayException e) {
      throw new ApplyException("%s %s".formatted(document.type().noun(), document.id()), e);
    }
  }
}
