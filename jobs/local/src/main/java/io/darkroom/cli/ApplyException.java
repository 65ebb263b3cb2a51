package io.darkroom.cli;

import io.darkroom.client.GatewayException;

/** Thrown if the gateway refuses one of several documents. */
final class ApplyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String name;

  ApplyException(String name, GatewayException cause) {
    super(cause);
    this.name = name;
  }

  /** The refused document's type and name. */
  String name() {
    return name;
  }
}
