package io.darkroom.gateway.identity;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What a caller shows to be identified. */
sealed interface Proof {

  /** An access token or an API key. */
  record Secret(String text) implements Proof {

    /** Keeps secrets out of logs. */
    @Override
    public String toString() {
      return "Secret[…]";
    }
  }

  record Ticket(String text) implements Proof {

    @Override
    public String toString() {
      return "Ticket[…]";
    }
  }

  record Certificate(X500Principal subject) implements Proof {}

  /** A secret of this text; empty if there is no text. */
  static Optional<Proof> secret(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
  }
}
