package io.darkroom.gateway.http.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.identity.OpenCallers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The message {@code {"token":"…"}}, with which a peer replaces its token before it expires. The
 * answer is {@code {"caller":{"name","expiresAt"}}}, or an error; then the earlier token counts.
 */
final class Renewal {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Renewal() {}

  /** The token in a text message; empty if the message is another one. */
  static Optional<String> tokenIn(String text) {
    try {
      return tokenIn(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Optional<String> tokenIn(JsonNode message) {
    JsonNode token = message.path("token");
    return token.isTextual() ? Optional.of(token.textValue()) : Optional.empty();
  }

  /** Checks the token, and completes with the answer. Never fails. */
  static CompletableFuture<String> answer(ServiceRequestContext call, String token) {
    return OpenCallers.renew(call, token)
        .handle(
            (caller, failure) ->
                failure == null
                    ? describe(caller)
                    : ControlMessages.errorText(Fault.of(call, failure)));
  }

  private static String describe(Caller caller) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode described = message.putObject("caller").put("name", caller.name());
    caller.expires().ifPresent(end -> described.put("expiresAt", end.toString()));
    return message.toString();
  }
}
