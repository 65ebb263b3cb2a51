package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayClient.Versioned;
import io.darkroom.client.GatewayException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a resource, changes some of its fields and writes it back. If the gateway sends ETags and
 * somebody else changes the resource at the same time, the edit is repeated on the new version.
 */
final class ResourceEdit {

  /** Fields that the gateway sets; requests must not contain them. */
  private static final List<String> SERVER_FIELDS =
      List.of("revision", "effectiveFrom", "status", "updatedAt");

  private static final int MAX_ATTEMPTS = 5;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final GatewayClient gateway;
  private final String path;

  ResourceEdit(GatewayClient gateway, String path) {
    this.gateway = gateway;
    this.path = path;
  }

  /**
   * Applies an edit.
   *
   * @param edit takes the current resource, empty if it does not exist, and returns the new one
   * @return the gateway's answer
   */
  JsonNode apply(Function<Optional<ObjectNode>, ObjectNode> edit) {
    for (int attempt = 1; ; attempt++) {
      Optional<Versioned> present = find();
      Optional<String> etag = present.flatMap(Versioned::etag);
      ObjectNode wanted = edit.apply(present.map(found -> withoutServerFields(found.body())));
      try {
        return gateway.put(path, wanted, etag);
      } catch (GatewayException e) {
        if (etag.isEmpty() || !isConflict(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Optional<Versioned> find() {
    try {
      return Optional.of(gateway.getVersioned(path));
    } catch (GatewayException e) {
      if (Exit.of(e.code(), e.status()) == Exit.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isConflict(GatewayException e) {
    return e.status() == CONFLICT || e.status() == PRECONDITION_FAILED;
  }

  /** The fields of an answer that a request may contain. */
  static ObjectNode withoutServerFields(JsonNode answer) {
    ObjectNode body = answer.deepCopy();
    return body.without(SERVER_FIELDS);
  }
}
