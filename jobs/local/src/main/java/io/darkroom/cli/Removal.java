package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;

/** Removes resources one by one; stops at the first that cannot be removed. */
final class Removal {

  private Removal() {}

  /**
   * Removes the resources and prints a line for each.
   *
   * @param collection the path that precedes the names
   * @param idField the field for the name in JSON output
   * @param done what text output says about each
   */
  static int of(
      Invocation invocation, String collection, String idField, List<String> ids, String done) {
    GatewayClient gateway = invocation.gateway();
    for (String id : ids) {
      gateway.delete(collection + GatewayClient.encoded(id));
      JsonNode report = JsonNodeFactory.instance.objectNode().put(idField, id).put("removed", true);
      invocation.print(report, id + ": " + done);
    }
    return Exit.OK;
  }
}
