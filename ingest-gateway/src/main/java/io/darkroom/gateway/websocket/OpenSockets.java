package io.darkroom.gateway.websocket;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.metrics.GatewayMetrics;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Every WebSocket that is open: counted, kept alive, and told when the gateway goes. Thread-safe.
 */
public final class OpenSockets {

  private static final Duration PING_EVERY = Duration.ofSeconds(20);

  private final Set<WebSocketWriter> open = ConcurrentHashMap.newKeySet();
  private final GatewayMetrics metrics;

  public OpenSockets(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Takes a new socket's sending side; it leaves by itself when it is done.
   *
   * @param kind publish, raw or processed
   */
  void add(ServiceRequestContext context, WebSocketWriter socket, String kind) {
    context.clearRequestTimeout();
    open.add(socket);
    metrics.connected(kind);
    ScheduledFuture<?> pings =
        context
            .eventLoop()
            .withoutContext()
            .scheduleAtFixedRate(
                () -> ping(socket),
                PING_EVERY.toMillis(),
                PING_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    socket
        .whenComplete()
        .whenComplete(
            (done, failure) -> {
              pings.cancel(false);
              open.remove(socket);
              metrics.disconnected(kind);
            });
  }

  private static void ping(WebSocketWriter socket) {
    if (socket.isOpen()) {
      socket.writePing();
    }
  }

  /** Says goodbye to all, with 1001 going away. */
  public void closeAll() {
    open.forEach(socket -> socket.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE));
  }
}
