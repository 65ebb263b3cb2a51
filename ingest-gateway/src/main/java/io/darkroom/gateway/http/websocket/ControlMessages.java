package io.darkroom.gateway.http.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.frames.watch.Subscriber;
import java.util.Map;
import java.util.Optional;

/**
 * What a watcher is told besides frames: text messages, each an object whose one key is its kind.
 */
final class ControlMessages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ControlMessages() {}

  /**
   * The first message of a socket.
   *
   * @param position goes on where this watch begins; absent while that is not known
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

  /** Frames that were left out before the next one, by reason. */
  static WebSocketFrame dropped(Map<String, Long> dropped) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode counts = message.putObject("dropped");
    dropped.forEach(counts::put);
    return text(message);
  }

  /** Why the socket is closed. */
  static WebSocketFrame error(Fault fault) {
    ObjectNode message = JSON.createObjectNode();
    message.set("error", fault.toJson());
    return text(message);
  }

  private static WebSocketFrame text(ObjectNode message) {
    return WebSocketFrame.ofText(message.toString());
  }
}
