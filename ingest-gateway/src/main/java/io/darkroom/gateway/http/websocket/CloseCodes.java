package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.darkroom.error.DarkroomException;

/**
 * The codes with which the gateway closes WebSockets: 4000 plus an HTTP status, or a code of RFC
 * 6455.
 */
public final class CloseCodes {

  /** The caller's token has expired, or its key was revoked. */
  private static final WebSocketCloseStatus UNAUTHENTICATED =
      WebSocketCloseStatus.ofPrivateUse(4401, "not identified");

  /** The watched stream or pipeline has been deleted. */
  private static final WebSocketCloseStatus NOT_FOUND =
      WebSocketCloseStatus.ofPrivateUse(4404, "not found");

  /** The peer is too slow, or over a limit. */
  public static final WebSocketCloseStatus TOO_MANY =
      WebSocketCloseStatus.ofPrivateUse(4429, "too slow or over a limit");

  /** A close frame holds 125 bytes, two of them for the code. */
  private static final int MAX_REASON_BYTES = 123;

  private CloseCodes() {}

  /** Closes a socket with the code and the message of an error. */
  static void close(WebSocketWriter socket, DarkroomException cause) {
    socket.close(of(cause), reason(cause.getMessage()));
  }

  static WebSocketCloseStatus of(DarkroomException cause) {
    return switch (cause.code()) {
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case NOT_FOUND, NO_FRAME_YET -> NOT_FOUND;
      case TOO_MANY_REQUESTS, QUOTA_EXCEEDED -> TOO_MANY;
      case UNAVAILABLE -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
      default -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  /** The message as ASCII, cut to the size of a close frame. */
  public static String reason(String message) {
    String ascii = message.replaceAll("[^ -~]", "?");
    return ascii.length() <= MAX_REASON_BYTES ? ascii : ascii.substring(0, MAX_REASON_BYTES);
  }
}
