package io.darkroom.cli;

/** Something that the person at the terminal can mend; the message says how. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
