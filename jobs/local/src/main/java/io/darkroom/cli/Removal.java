package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;

/** Removes things one after the other, up to the first that cannot be removed. */
final class Removal {

  private Removal() {}

  /**
   * @param collection path that the names are below
   * @param idField names the thing in JSON
   * @param done what is said of each to people
   */
  static int of(Session session, String collection, String idField, List<String> ids, String done) {
    GatewayClient gateway = session.gateway();
    for (String id : ids) {
      gateway.delete(collection + GatewayClient.encoded(id));
      JsonNode report = JsonNodeFactory.instance.objectNode().put(idField, id).put("removed", true);
      session.print(report, id + ": " + done);
    }
    return Exit.OK;
  }
}
