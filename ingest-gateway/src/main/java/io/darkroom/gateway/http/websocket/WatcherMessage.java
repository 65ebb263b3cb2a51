package io.darkroom.gateway.http.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A text message of a watcher: {@code {"ack":sequence}} or {@code {"token":…}}. Anything else is
 * ignored, because newer clients may send more kinds.
 */
record WatcherMessage(OptionalLong acknowledged, Optional<String> token) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WatcherMessage OTHER =
      new WatcherMessage(OptionalLong.empty(), Optional.empty());

  static WatcherMessage parse(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      return new WatcherMessage(sequence(message.path("ack")), Renewal.tokenIn(message));
    } catch (JsonProcessingException e) {
      return OTHER;
    }
  }

  private static OptionalLong sequence(JsonNode ack) {
    return ack.isIntegralNumber() && ack.canConvertToLong()
        ? OptionalLong.of(ack.longValue())
        : OptionalLong.empty();
  }
}
