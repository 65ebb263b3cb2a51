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
 * Reads one thing, changes what is named and writes it back. Where the gateway tells versions
 * apart, a change that somebody else makes meanwhile is kept: it is read again and changed from
 * there.
 */
final class Change {

  /** In answers only: they are the gateway's to say. */
  private static final List<String> GIVEN = List.of("revision", "effectiveFrom", "status");

  private static final int MAX_ATTEMPTS = 5;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final GatewayClient gateway;
  private final String path;

  Change(GatewayClient gateway, String path) {
    this.gateway = gateway;
    this.path = path;
  }

  /**
   * @param edit gets what is there, empty where nothing is, and returns what shall be there
   * @return the gateway's answer
   */
  JsonNode make(Function<Optional<ObjectNode>, ObjectNode> edit) {
    for (int attempt = 1; ; attempt++) {
      Optional<Versioned> present = find();
      Optional<String> etag = present.flatMap(Versioned::etag);
      ObjectNode wanted = edit.apply(present.map(found -> withoutGiven(found.body())));
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

  /** What may be sent of an answer of the gateway. */
  static ObjectNode withoutGiven(JsonNode answer) {
    ObjectNode body = answer.deepCopy();
    return body.without(GIVEN);
  }
}
