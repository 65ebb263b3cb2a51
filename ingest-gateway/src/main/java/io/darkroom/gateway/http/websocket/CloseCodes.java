package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import io.darkroom.error.DarkroomException;

/**
 * How the gateway closes a socket: 4000 and the HTTP status of the reason, or a code of RFC 6455.
 * 4401 is reserved for a caller whose sign-in has ended.
 */
public final class CloseCodes {

  /** What is watched has been deleted. */
  private static final WebSocketCloseStatus NOT_FOUND =
      WebSocketCloseStatus.ofPrivateUse(4404, "not found");

  /** The peer is too slow, or over a limit. */
  public static final WebSocketCloseStatus TOO_MANY =
      WebSocketCloseStatus.ofPrivateUse(4429, "too slow or over a limit");

  /** A close frame has 125 bytes, two of them for the code. */
  private static final int LONGEST_REASON = 123;

  private CloseCodes() {}

  static WebSocketCloseStatus of(DarkroomException cause) {
    return switch (cause.code()) {
      case NOT_FOUND, NO_FRAME_YET -> NOT_FOUND;
      case TOO_MANY_REQUESTS, QUOTA_EXCEEDED -> TOO_MANY;
      case UNAVAILABLE -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
      default -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  /** A message as it fits into a close frame. */
  public static String reason(String message) {
    String ascii = message.replaceAll("[^ -~]", "?");
    return ascii.length() <= LONGEST_REASON ? ascii : ascii.substring(0, LONGEST_REASON);
  }
}
