package io.darkroom.cli;

import io.darkroom.client.GatewayException;

/** One of several documents was refused. */
final class Unapplied extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String name;

  Unapplied(String name, GatewayException cause) {
    super(cause);
    this.name = name;
  }

  /** Which one: kind and id. */
  String name() {
    return name;
  }
}
