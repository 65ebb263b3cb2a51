package io.darkroom.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Thrown if the gateway refuses a request, fails, or cannot be reached. Show users the message. */
public final class GatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient JsonNode body;

  GatewayException(String code, String message, Throwable cause) {
    this(code, message, 0, null, cause);
  }

  GatewayException(String code, String message, int status, JsonNode body, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.status = status;
    this.body = body;
  }

  /** The same error, with what it is about before its message. */
  public GatewayException about(String what) {
    return new GatewayException(code, what + ": " + getMessage(), status, body, getCause());
  }

  /** The error code, such as INVALID_CHAIN; UNAVAILABLE if there was no answer. */
  public String code() {
    return code;
  }

  /** The HTTP status of the answer; 0 if there was none. */
  public int status() {
    return status;
  }

  /** The gateway's error as JSON (code, message, details, retryable, …), if it sent one. */
  public Optional<JsonNode> body() {
    return Optional.ofNullable(body);
  }
}
