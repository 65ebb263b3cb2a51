package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The WebSocket sub-protocols that the gateway offers. Callers need not request one. */
final class SubProtocols {

  /** The protocol of every socket. */
  static final String V1 = "darkroom.v1";

  /** The same protocol, with acknowledgements by the watcher. */
  static final String V1_ACK = "darkroom.v1.ack";

  private SubProtocols() {}

  /** The sub-protocol of the handshake: the first of the caller's list that is offered. */
  static Optional<String> chosen(RequestHeaders headers, List<String> offered) {
    String wanted = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    return Arrays.stream(wanted.split(",")).map(String::trim).filter(offered::contains).findFirst();
  }
}
