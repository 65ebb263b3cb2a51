package io.darkroom.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.gateway.config.OidcConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect provider with a discovery document, keys that can rotate, and tokens. */
public final class TestIssuer implements AutoCloseable {

  public static final String AUDIENCE = "darkroom";

  private final HttpServer server;
  private final AtomicInteger keyFetches = new AtomicInteger();
  private volatile RSAKey key = newKey("first");

  private TestIssuer(HttpServer server) {
    this.server = server;
  }

  public static TestIssuer start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      TestIssuer issuer = new TestIssuer(HttpServer.create(address, 0));
      issuer.server.createContext("/.well-known/openid-configuration", issuer::discovery);
      issuer.server.createContext("/keys", issuer::keys);
      issuer.server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs with a new key from now on, and no longer offers the old one. */
  public void rotate(String keyId) {
    key = newKey(keyId);
  }

  public int keyFetches() {
    return keyFetches.get();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public OidcConfig config() {
    return new OidcConfig(
        URI.create(url()),
        AUDIENCE,
        "darkroom-dashboard",
        "openid",
        "",
        List.of("RS256", "ES256"),
        "darkroom_roles",
        "groups",
        "darkroom_streams");
  }

  /** The claims of a valid token of a user, which the caller may change. */
  public JWTClaimsSet.Builder claims(String user, String... roles) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .audience(AUDIENCE)
        .subject(user)
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now.minusSeconds(1)))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
        .claim("darkroom_roles", List.of(roles));
  }

  public String token(String user, String... roles) {
    return sign(claims(user, roles));
  }

  public String sign(JWTClaimsSet.Builder claims) {
    return sign(claims, "at+jwt");
  }

  public String sign(JWTClaimsSet.Builder claims, String type) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(key.getKeyID())
            .type(new JOSEObjectType(type))
            .build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** A token whose header says that it is not signed. */
  public static String unsigned(JWTClaimsSet.Builder claims) {
    return new PlainJWT(claims.build()).serialize();
  }

  /** A token whose signature uses the public key as a shared secret. */
  public String signedWithPublicKey(JWTClaimsSet.Builder claims) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.HS256)
              .keyID(key.getKeyID())
              .type(new JOSEObjectType("at+jwt"))
              .build();
      SignedJWT token = new SignedJWT(header, claims.build());
      token.sign(new MACSigner(key.toPublicKey().getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void discovery(HttpExchange exchange) throws IOException {
    answer(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyFetches.incrementAndGet();
    answer(exchange, new JWKSet(key.toPublicJWK()).toString());
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
