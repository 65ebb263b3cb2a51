package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How callers identify themselves, and what they may do.
 *
 * @param keys whether API keys are accepted
 * @param certificates whether client certificates are accepted
 * @param oidc the provider of accepted tokens
 * @param adminKey file of an API key that may do everything, with which others are created
 * @param policy file of roles and bindings
 */
public record AuthConfig(
    boolean keys,
    boolean certificates,
    Optional<OidcConfig> oidc,
    Optional<Path> adminKey,
    Optional<Path> policy) {

  /** Asks nobody. */
  public static final AuthConfig NONE =
      new AuthConfig(false, false, Optional.empty(), Optional.empty(), Optional.empty());

  /** A copy that also accepts API keys, and one from this file that may do everything. */
  public AuthConfig withAdminKey(Path file) {
    return new AuthConfig(true, certificates, oidc, Optional.of(file), policy);
  }

  /** Whether callers must identify themselves. */
  public boolean required() {
    return keys || certificates || oidc.isPresent();
  }
}
