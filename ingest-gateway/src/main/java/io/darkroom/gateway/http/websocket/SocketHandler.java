package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketServiceHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves the sockets of one path. */
interface SocketHandler extends WebSocketServiceHandler {

  /**
   * Checks a call before its upgrade.
   *
   * @throws io.darkroom.error.DarkroomException if no socket may open for it
   */
  void check(ServiceRequestContext context);

  /** The upgrade waits until this is done. */
  default CompletableFuture<?> prepare(ServiceRequestContext context) {
    return CompletableFuture.completedFuture(null);
  }

  /** The sub-protocols that a caller can request. */
  default List<String> subProtocols() {
    return List.of(SubProtocols.V1);
  }

  /** The largest message that the peer may send; a larger one closes the socket with 1009. */
  default int maxMessageBytes() {
    return 12 << 20;
  }
}
