package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The WebSocket sub-protocols on offer. A caller need not ask for any. */
final class SubProtocols {

  /** What a socket speaks in any case. */
  static final String V1 = "darkroom.v1";

  /** The same, and the watcher acknowledges frames. */
  static final String V1_ACK = "darkroom.v1.ack";

  private SubProtocols() {}

  /** The one that the handshake agrees on: the first of the caller's that is on offer. */
  static Optional<String> chosen(RequestHeaders headers, List<String> offered) {
    String wanted = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    return Arrays.stream(wanted.split(",")).map(String::trim).filter(offered::contains).findFirst();
  }
}
