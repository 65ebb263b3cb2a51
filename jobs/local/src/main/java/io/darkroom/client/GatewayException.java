package io.darkroom.client;

/** The gateway refused, failed or could not be reached; the message is fit to be shown. */
public final class GatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  GatewayException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** An error code such as INVALID_CHAIN; UNAVAILABLE where nothing answered. */
  public String code() {
    return code;
  }
}
