package io.darkroom.gateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads claims whose names are configured. */
final class TokenClaims {

  private static final int MOST_VALUES = 1_000;

  private final JWTClaimsSet claims;

  TokenClaims(JWTClaimsSet claims) {
    this.claims = claims;
  }

  /**
   * The texts of a claim: those of a list, or those that spaces separate.
   *
   * @param path the name of the claim, in which dots lead into objects
   */
  Set<String> texts(String path) {
    Set<String> texts = new HashSet<>();
    Object value = value(path);
    if (value instanceof String text && !text.isBlank()) {
      texts.addAll(List.of(text.trim().split("\\s+")));
    } else if (value instanceof Collection<?> values) {
      values.stream()
          .limit(MOST_VALUES)
          .filter(String.class::isInstance)
          .forEach(item -> texts.add((String) item));
    }
    return texts;
  }

  boolean has(String path) {
    return value(path) != null;
  }

  /** A claim whose own name has dots, such as a URL, comes first. */
  private Object value(String path) {
    Object whole = claims.getClaim(path);
    if (whole != null) {
      return whole;
    }
    Object value = claims.getClaims();
    for (String name : path.split("\\.")) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }
}
