package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.cli.Documents.Document;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import java.util.List;

/** Puts documents one after the other, up to the first that the gateway refuses. */
final class Applied {

  private Applied() {}

  /** As JSON: the gateway's answer, of several an array; also of those before a refusal. */
  static int all(Session session, List<Document> documents) {
    GatewayClient gateway = session.gateway();
    if (session.json() && documents.size() != 1) {
      return array(session, gateway, documents);
    }
    for (Document document : documents) {
      JsonNode answer = put(gateway, document);
      session.print(answer, document.kind().describe(answer));
    }
    return Exit.OK;
  }

  private static int array(Session session, GatewayClient gateway, List<Document> documents) {
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    try {
      documents.forEach(document -> answers.add(put(gateway, document)));
    } finally {
      session.print(answers, "");
    }
    return Exit.OK;
  }

  private static JsonNode put(GatewayClient gateway, Document document) {
    try {
      return gateway.put(document.kind().path(document.id()), document.body());
    } catch (GatewayException e) {
      throw new Unapplied("%s %s".formatted(document.kind().noun(), document.id()), e);
    }
  }
}
