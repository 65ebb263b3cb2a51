package io.darkroom.gateway.http.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.frames.watch.Subscriber;
import java.util.Map;
import java.util.Optional;

/**
 * The text messages that a watcher gets besides frames: JSON objects whose only key is their kind.
 */
final class ControlMessages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ControlMessages() {}

  /**
   * The first message of a socket.
   *
   * @param position the token that resumes where this watch begins; empty while it is not known
   */
  static WebSocketFrame hello(
      Optional<String> position, Subscriber.Limits limits, int messageBytes) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode hello = message.putObject("hello");
    position.ifPresent(token -> hello.put("position", token));
    hello
        .putObject("limits")
        .put("queuedFrames", limits.capacity())
        .put("maxLagMillis", limits.maxLag().toMillis())
        .put("unacknowledgedFrames", limits.maxUnacknowledged())
        .put("readerTimeoutMillis", limits.patience().toMillis())
        .put("messageBytes", messageBytes);
    return text(message);
  }

  /** The number of frames dropped before the next one, by reason. */
  static WebSocketFrame dropped(Map<String, Long> dropped) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode counts = message.putObject("dropped");
    dropped.forEach(counts::put);
    return text(message);
  }

  /** The reason why the socket is closed. */
  static WebSocketFrame error(Fault fault) {
    return WebSocketFrame.ofText(errorText(fault));
  }

  static String errorText(Fault fault) {
    return JSON.createObjectNode().set("error", fault.toJson()).toString();
  }

  private static WebSocketFrame text(ObjectNode message) {
    return WebSocketFrame.ofText(message.toString());
  }
}
