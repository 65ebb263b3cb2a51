package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.util.function.Function;

/**
 * A list of the gateway's HTTP API.
 *
 * @param field the field that holds the elements
 * @param table formats the list for people
 */
record ResourceList(String path, String field, Function<JsonNode, Table> table) {

  int print(Invocation invocation) {
    return print(invocation, "");
  }

  /**
   * Prints the list once.
   *
   * @param query appended to the path; may be empty
   */
  int print(Invocation invocation, String query) {
    JsonNode list = read(invocation.gateway(), query);
    return invocation.print(list, table.apply(list));
  }

  /** Prints the list repeatedly. */
  int watch(Invocation invocation, String query, Watch watch) {
    GatewayClient gateway = invocation.gateway();
    return watch.run(invocation, () -> read(gateway, query), table);
  }

  /**
   * Prints the element with this id.
   *
   * @param noun what the error message calls an element
   */
  int printElement(Invocation invocation, String noun, String idField, String id) {
    JsonNode elements = read(invocation.gateway(), "").path(field);
    return invocation.printFields(Fields.require(elements, idField, id, noun));
  }

  private JsonNode read(GatewayClient gateway, String query) {
    return gateway.list(path + query, field);
  }
}
