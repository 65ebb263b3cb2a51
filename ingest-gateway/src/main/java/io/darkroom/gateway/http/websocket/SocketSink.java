package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sends frames to a watcher as binary messages, and everything else as text. */
record SocketSink(
    WebSocketWriter out,
    Subscriber.Limits limits,
    int maxMessageBytes,
    DeliveryMetrics metrics,
    StreamingCall call)
    implements Channel.Watcher {

  @Override
  public void begins(Optional<String> token) {
    written(ControlMessages.hello(token, limits, maxMessageBytes));
  }

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    if (!reported(dropped) || !written(WebSocketFrame.ofPooledBinary(delivery.bytes()))) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    metrics.delivered(delivery);
    CompletableFuture<Void> taken = out.whenConsumed();
    delivery.trace().sending("websocket", taken);
    return taken;
  }

  private boolean reported(Map<String, Long> dropped) {
    return dropped.isEmpty() || written(ControlMessages.dropped(dropped));
  }

  private boolean written(WebSocketFrame message) {
    if (!out.tryWrite(message)) {
      return false;
    }
    call.messageSent();
    return true;
  }

  @Override
  public void end(DarkroomException cause) {
    call.failed(cause.code());
    if (written(ControlMessages.error(Fault.of(call.context(), cause)))) {
      CloseCodes.close(out, cause);
    }
  }
}
