package io.darkroom.gateway.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody can guess. Thread-safe. */
final class RandomText {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** 256 random bits in URL-safe base64: 43 characters. */
  static String next() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
