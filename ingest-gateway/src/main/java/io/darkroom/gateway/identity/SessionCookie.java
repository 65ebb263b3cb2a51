package io.darkroom.gateway.identity;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.error.DarkroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cookie with which the web page shows its secret. Scripts cannot read it, and browsers send it
 * only with calls of the gateway's own pages.
 */
final class SessionCookie {

  private static final String NAME = "darkroom-session";
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Browsers drop larger cookies. */
  private static final int MOST_CHARACTERS = 4_000;

  private SessionCookie() {}

  static String valueIn(RequestHeaders headers) {
    return headers.cookies().stream()
        .filter(cookie -> cookie.name().equals(NAME))
        .map(Cookie::value)
        .findFirst()
        .orElse("");
  }

  /**
   * @param secure whether the call came over TLS
   * @throws DarkroomException if no browser would keep it
   */
  static Cookie of(String secret, Optional<Instant> expires, boolean secure) {
    if (secret.length() > MOST_CHARACTERS) {
      throw DarkroomException.invalid(
          "authorization",
          "authorization: a token of %d characters (expected: at most %d). Let the provider issue"
                  .formatted(secret.length(), MOST_CHARACTERS)
              + " smaller tokens, or open sockets with tickets.");
    }
    Duration left = expires.map(end -> Duration.between(Instant.now(), end)).orElse(LONGEST);
    long seconds = Math.min(left.toSeconds(), LONGEST.toSeconds());
    return builder(secret, secure).maxAge(Math.max(0, seconds)).build();
  }

  /** Deletes the cookie. */
  static Cookie none(boolean secure) {
    return builder("", secure).maxAge(0).build();
  }

  private static CookieBuilder builder(String value, boolean secure) {
    return Cookie.secureBuilder(NAME, value)
        .secure(secure)
        .httpOnly(true)
        .sameSite("Strict")
        .path("/");
  }
}
