package io.darkroom.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The gateway refused, failed or could not be reached; the message is fit to be shown. */
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

  /** An error code such as INVALID_CHAIN; UNAVAILABLE where nothing answered. */
  public String code() {
    return code;
  }

  /** The HTTP status of the answer; 0 where there was none. */
  public int status() {
    return status;
  }

  /** The answer, where it was the gateway's JSON: code, message, details, retryable, … */
  public Optional<JsonNode> body() {
    return Optional.ofNullable(body);
  }
}
