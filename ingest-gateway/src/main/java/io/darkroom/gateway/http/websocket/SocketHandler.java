package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketServiceHandler;
import java.util.List;

/** Serves the sockets of one path. */
interface SocketHandler extends WebSocketServiceHandler {

  /**
   * Looks at a call before its upgrade.
   *
   * @throws io.darkroom.error.DarkroomException where no socket may open for it
   */
  void check(ServiceRequestContext context);

  /** That a caller may ask for. */
  default List<String> subProtocols() {
    return List.of(SubProtocols.V1);
  }

  /** Beyond which a message of the peer closes the socket with 1009. */
  default int maxMessageBytes() {
    return 12 << 20;
  }
}
