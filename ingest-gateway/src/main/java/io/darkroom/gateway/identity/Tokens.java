package io.darkroom.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.OidcConfig;
import io.darkroom.gateway.policy.StreamPatterns;
import io.darkroom.gateway.policy.Subject;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens of an OpenID Connect provider (RFC 9068). Thread-safe; may block while it
 * fetches the provider's keys.
 */
final class Tokens {

  private static final Logger log = LoggerFactory.getLogger(Tokens.class);
  private static final int CLOCK_SKEW_SECONDS = 30;
  private static final int LONGEST_NAME = 128;

  /** What a token says. */
  record Verified(Subject subject, Instant expires) {}

  private final OidcConfig config;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  Tokens(OidcConfig config) {
    this.config = config;
    Set<JWSAlgorithm> algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ProviderKeys(config.issuer())));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer().toString()).build(),
            Set.of("sub", "exp"));
    claims.setMaxClockSkew(CLOCK_SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /**
   * Verifies a token.
   *
   * @throws DarkroomException {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} if the provider's
   *     keys are not known
   */
  Verified verify(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return new Verified(subject(claims), claims.getExpirationTime().toInstant());
    } catch (KeySourceException e) {
      log.warn("oidc: {}", e.getMessage());
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "oidc: the provider's keys cannot be read (expected: an answer). Try again in a moment.",
          e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      log.debug("oidc: token refused: {}", e.getMessage());
      throw refused();
    }
  }

  /** Says nothing about the reason, which helps only those who forge tokens. */
  private static DarkroomException refused() {
    return new DarkroomException(
        ErrorCode.UNAUTHENTICATED,
        "token: not accepted (expected: a valid access token of the provider). Sign in again.");
  }

  private Subject subject(JWTClaimsSet claims) {
    TokenClaims read = new TokenClaims(claims);
    return new Subject(
        Subject.Kind.TOKEN,
        claims.getSubject(),
        read.texts(config.groupsClaim()),
        read.texts(config.rolesClaim()),
        streams(read),
        displayName(claims));
  }

  private static String displayName(JWTClaimsSet claims) {
    return Stream.of("preferred_username", "name", "email")
        .map(claims::getClaim)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> name.length() <= LONGEST_NAME)
        .findFirst()
        .orElse("");
  }

  /** A claim without a pattern allows no stream. */
  private StreamPatterns streams(TokenClaims claims) {
    return claims.has(config.streamsClaim())
        ? new StreamPatterns(new ArrayList<>(claims.texts(config.streamsClaim())))
        : StreamPatterns.ALL;
  }
}
