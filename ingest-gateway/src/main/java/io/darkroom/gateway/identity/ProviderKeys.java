package io.darkroom.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The keys with which a provider signs, found through its discovery document. Fetches them when
 * they are first needed, again when they are old or a new one appears, and keeps them while the
 * provider is down. Thread-safe; may block.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration REFRESH_TIME = Duration.ofSeconds(15);
  private static final Duration REFRESHED_AHEAD = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofHours(4);

  /** At most two fetches in this time, whatever keys callers name. */
  private static final Duration FETCH_PERIOD = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final URI issuer;
  private final ResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
  private volatile JWKSource<SecurityContext> keys;
  private long failedAtNanos;
  private KeySourceException failure;

  ProviderKeys(URI issuer) {
    this.issuer = issuer;
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    JWKSource<SecurityContext> known = keys;
    return (known == null ? discovered() : known).get(selector, context);
  }

  /** Callers that come while the provider is down fail at once, except one each second. */
  private synchronized JWKSource<SecurityContext> discovered() throws KeySourceException {
    if (keys != null) {
      return keys;
    }
    if (failure != null && System.nanoTime() - failedAtNanos < RETRY.toNanos()) {
      throw failure;
    }
    try {
      keys = source(discover());
      return keys;
    } catch (IOException | IllegalArgumentException e) {
      failure = new KeySourceException("provider " + issuer + ": " + e.getMessage(), e);
      failedAtNanos = System.nanoTime();
      throw failure;
    }
  }

  private URI discover() throws IOException {
    String base = issuer.toString().replaceAll("/$", "");
    URI document = URI.create(base + "/.well-known/openid-configuration");
    JsonNode found = JSON.readTree(http.retrieveResource(document.toURL()).getContent());
    if (!found.path("issuer").asText().equals(issuer.toString())) {
      throw new IOException(
          "%s names issuer %s (expected: %s). Correct --oidc-issuer."
              .formatted(document, found.path("issuer"), issuer));
    }
    return URI.create(found.path("jwks_uri").asText());
  }

  private JWKSource<SecurityContext> source(URI address) throws IOException {
    return JWKSourceBuilder.<SecurityContext>create(address.toURL(), http)
        .cache(KEPT.toMillis(), REFRESH_TIME.toMillis())
        .refreshAheadCache(REFRESHED_AHEAD.toMillis(), true)
        .rateLimited(FETCH_PERIOD.toMillis())
        .retrying(true)
        .outageTolerant(OUTAGE.toMillis())
        .build();
  }
}
