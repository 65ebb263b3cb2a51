package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.identity.OpenCallers;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps track of open WebSockets: counts them, pings them, and closes them when the gateway stops.
 * Thread-safe.
 */
public final class OpenSockets {

  private final Set<WebSocketWriter> open = ConcurrentHashMap.newKeySet();
  private final GatewayMetrics metrics;
  private final Duration patience;

  /**
   * @param patience how long a socket whose peer reads nothing stays open
   */
  public OpenSockets(GatewayMetrics metrics, Duration patience) {
    this.metrics = metrics;
    this.patience = patience;
  }

  /**
   * Adds the sending side of a new socket, until the socket closes.
   *
   * @return the counter of its messages
   */
  StreamingCall add(ServiceRequestContext context, WebSocketWriter socket) {
    context.clearRequestTimeout();
    open.add(socket);
    OpenCallers.endWith(context, cause -> end(context, socket, cause));
    PeerWatch watch = new PeerWatch(context, socket, patience, metrics);
    ScheduledFuture<?> looks =
        context
            .eventLoop()
            .withoutContext()
            .scheduleAtFixedRate(
                new Recurring("socket", watch::look),
                watch.periodMillis(),
                watch.periodMillis(),
                TimeUnit.MILLISECONDS);
    socket
        .whenComplete()
        .whenComplete(
            (done, failure) -> {
              looks.cancel(false);
              open.remove(socket);
            });
    return metrics.streaming().open(context);
  }

  private static void end(
      ServiceRequestContext context, WebSocketWriter socket, DarkroomException cause) {
    CallOutcome.note(context, cause.code());
    if (socket.tryWrite(ControlMessages.error(Fault.of(context, cause)))) {
      CloseCodes.close(socket, cause);
    }
  }

  /** Closes all with 1001, going away. */
  public void closeAll() {
    open.forEach(socket -> socket.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE));
  }
}
