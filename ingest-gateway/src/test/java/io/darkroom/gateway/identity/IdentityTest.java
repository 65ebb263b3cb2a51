package io.darkroom.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.gateway.testing.TestIssuer;
import io.darkroom.gateway.testing.TestSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which callers identify themselves, and how long each lasts. */
class IdentityTest {

  private static final String WATCH = "/v1/streams/lobby-1/frames";

  private static GuardedDarkroom guarded;
  private static Darkroom darkroom;
  private static TestIssuer issuer;
  private static String admin;

  @BeforeAll
  static void start(@TempDir Path folder) {
    guarded = GuardedDarkroom.start(folder, Optional.empty());
    darkroom = guarded.darkroom();
    issuer = guarded.issuer();
    admin = guarded.admin();
  }

  @AfterAll
  static void stop() throws Exception {
    guarded.close();
  }

  private static JsonNode get(String path, String secret) {
    return Darkroom.json(Callers.send(darkroom, "GET", path, "", secret));
  }

  private static int status(String path, String... headers) throws Exception {
    return call("GET", path, headers).statusCode();
  }

  private static HttpResponse<String> call(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(darkroom.uri(path)).method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return darkroom.client.send(request.build(), BodyHandlers.ofString());
  }

  private static String bearer(String secret) {
    return "Bearer " + secret;
  }

  @Test
  void tellsCallersWhoTheyAre() {
    JsonNode key = get("/v1/caller", admin);
    assertThat(key.path("kind").asText()).isEqualTo("key");
    assertThat(key.path("name").asText()).isEqualTo(admin.split("_")[1]);
    JsonNode token = get("/v1/caller", issuer.token("alice", "viewer"));
    assertThat(token.path("kind").asText()).isEqualTo("token");
    assertThat(token.path("name").asText()).isEqualTo("alice");
    assertThat(token.path("displayName").asText()).isEqualTo("alice");
    String named = issuer.sign(issuer.claims("b28e", "viewer").claim("preferred_username", "vera"));
    assertThat(get("/v1/caller", named).path("displayName").asText()).isEqualTo("vera");
    assertThat(token.path("grants").toString())
        .isEqualTo("[{\"permissions\":[\"PERMISSION_WATCH\"],\"streams\":[\"*\"]}]");
    assertThat(Instant.parse(token.path("expiresAt").asText())).isAfter(Instant.now());
  }

  @Test
  void tellsEveryoneHowToSignIn() {
    JsonNode signIn = darkroom.json("/v1/sign-in");
    assertThat(signIn.path("required").asBoolean()).isTrue();
    assertThat(signIn.path("issuer").asText()).isEqualTo(issuer.url());
    assertThat(signIn.path("clientId").asText()).isEqualTo("darkroom-dashboard");
  }

  @Test
  void asksUnknownCallersToIdentifyThemselves() throws Exception {
    HttpResponse<String> refused = call("GET", "/v1/streams");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"darkroom\"");
    assertThat(refused.body()).contains("\"code\":\"UNAUTHENTICATED\"");
    for (String path :
        List.of("/metrics", "/docs/", "/openapi.json", "/v1/unknown", "/v1/tracing/spans")) {
      assertThat(status(path)).as(path).isEqualTo(401);
    }
  }

  @Test
  void servesProbesAndThePageToEveryone() throws Exception {
    for (String path : List.of("/livez", "/startupz")) {
      assertThat(status(path)).as(path).isEqualTo(200);
    }
    assertThat(status("/")).isIn(200, 404);
    assertThat(darkroom.json("/healthz").fieldNames()).toIterable().containsExactly("status");
    assertThat(get("/healthz", admin).path("dependencies").isObject()).isTrue();
  }

  @Test
  void answersThePreflightsOfAllowedOrigins() throws Exception {
    HttpResponse<String> preflight =
        call(
            "OPTIONS",
            "/v1/streams",
            "origin",
            "https://allowed.example",
            "access-control-request-method",
            "GET",
            "access-control-request-headers",
            "authorization");
    assertThat(preflight.headers().firstValue("access-control-allow-origin"))
        .contains("https://allowed.example");
    assertThat(status("/v1/streams", "origin", "https://allowed.example")).isEqualTo(401);
  }

  @Test
  void acceptsTheKeysThatAProviderRotatesIn() {
    assertThat(get("/v1/caller", issuer.token("alice", "viewer")).path("name").asText())
        .isEqualTo("alice");
    int fetches = issuer.keyFetches();
    issuer.rotate("second");
    assertThat(get("/v1/caller", issuer.token("bob", "viewer")).path("name").asText())
        .isEqualTo("bob");
    assertThat(issuer.keyFetches()).isGreaterThan(fetches);
  }

  @Test
  void aKeyHasRolesOnStreamsAndShowsItsLastUse() {
    String key = Callers.createKey(darkroom, admin, "viewer", "lobby-*");
    JsonNode caller = get("/v1/caller", key);
    assertThat(caller.path("grants").toString())
        .isEqualTo("[{\"permissions\":[\"PERMISSION_WATCH\"],\"streams\":[\"lobby-*\"]}]");
    await()
        .untilAsserted(
            () -> {
              JsonNode listed = find(key);
              assertThat(listed.path("lastUsedAt").asText()).isNotEmpty();
              assertThat(listed.toString()).doesNotContain(key.split("_", 3)[2]);
            });
  }

  private static JsonNode find(String key) {
    for (JsonNode listed : get("/v1/keys", admin).path("keys")) {
      if (listed.path("keyId").asText().equals(key.split("_")[1])) {
        return listed;
      }
    }
    return null;
  }

  @Test
  void refusesKeysThatAreWrong() {
    assertRefused("{\"key\":{}}", "roles: none (expected: at least one). Add one.");
    assertRefused("{\"key\":{\"roles\":[\"boss\"]}}", "roles: \"boss\" (expected: viewer,");
    assertRefused(
        "{\"key\":{\"roles\":[\"viewer\"],\"streams\":[\"a b\"]}}", "streams: \"a b\" (expected");
    assertRefused(
        "{\"key\":{\"roles\":[\"viewer\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}}",
        "expiresAt: 2001-01-01T00:00:00Z (expected: a time to come)");
  }

  private static void assertRefused(String key, String message) {
    HttpResponse<byte[]> refused = Callers.send(darkroom, "POST", "/v1/keys", key, admin);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new String(refused.body(), UTF_8).replace("\\\"", "\"")).contains(message);
  }

  @Test
  void aKeyEndsAtItsTime() {
    String body =
        "{\"key\":{\"roles\":[\"viewer\"],\"expiresAt\":\"%s\"}}"
            .formatted(Instant.now().plusSeconds(2));
    JsonNode created = Darkroom.json(Callers.send(darkroom, "POST", "/v1/keys", body, admin));
    String key = created.path("secret").asText();
    assertThat(get("/v1/caller", key).path("kind").asText()).isEqualTo("key");
    await()
        .untilAsserted(
            () ->
                assertThat(get("/v1/caller", key).path("code").asText())
                    .isEqualTo("UNAUTHENTICATED"));
  }

  @Test
  void revokingAKeyEndsItsSockets() throws Exception {
    String key = Callers.createKey(darkroom, admin, "viewer");
    TestSocket socket = darkroom.socket(WATCH, "authorization", bearer(key));
    assertThat(socket.nextJson().has("hello")).isTrue();
    Callers.revoke(darkroom, admin, key);
    assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4401);
    assertThat(socket.nextJson().path("error").path("code").asText()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aSocketEndsWithItsToken() throws Exception {
    TestSocket socket = darkroom.socket(WATCH, "authorization", bearer(shortToken("eve")));
    assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4401);
  }

  private static String shortToken(String user) {
    return issuer.sign(
        issuer
            .claims(user, "viewer", "publisher")
            .expirationTime(Date.from(Instant.now().plus(Duration.ofSeconds(2)))));
  }

  @Test
  void aNewTokenInBandKeepsASocketOpen() throws Exception {
    for (String path : List.of(WATCH, "/v1/streams/lobby-1/publish")) {
      try (TestSocket socket = darkroom.socket(path, "authorization", bearer(shortToken("eve")))) {
        socket.send("{\"token\":\"%s\"}".formatted(issuer.token("eve", "viewer", "publisher")));
        JsonNode answer = socket.nextJson();
        JsonNode renewed = answer.has("hello") ? socket.nextJson() : answer;
        assertThat(renewed.path("caller").path("name").asText()).isEqualTo("eve");
        assertThatThrownBy(() -> socket.closed.get(4, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
      }
    }
  }

  @Test
  void theTokenOfAnotherUserRenewsNothing() throws Exception {
    TestSocket socket = darkroom.socket(WATCH, "authorization", bearer(shortToken("eve")));
    socket.nextJson();
    socket.send("{\"token\":\"%s\"}".formatted(issuer.token("bob", "viewer", "publisher")));
    assertThat(socket.nextJson().path("error").path("code").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4401);
  }

  @Test
  void aSocketMayShowItsTokenAsSubProtocol() {
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(issuer.token("alice", "viewer").getBytes(UTF_8));
    URI uri = URI.create("ws://localhost:" + darkroom.gateway.port() + WATCH);
    try (TestSocket socket =
        TestSocket.speaking(darkroom.client, uri, "darkroom.v1", Proofs.SUB_PROTOCOL + token)) {
      assertThat(socket.nextJson().has("hello")).isTrue();
      assertThat(socket.subProtocol()).isEqualTo("darkroom.v1");
    }
  }

  @Test
  void aTicketWorksOnceForACallByGet() throws Exception {
    String token = issuer.token("alice", "viewer");
    String ticket =
        Darkroom.json(Callers.send(darkroom, "POST", "/v1/tickets", "{}", token))
            .path("ticket")
            .asText();
    assertThat(status("/v1/caller?ticket=" + ticket)).isEqualTo(200);
    assertThat(status("/v1/caller?ticket=" + ticket)).isEqualTo(401);
    assertThat(status("/v1/caller?ticket=wrong")).isEqualTo(401);
  }

  @Test
  void theCookieOfAPageIdentifiesItUntilItSignsOut() throws Exception {
    String token = issuer.token("alice", "viewer");
    HttpResponse<String> in = call("POST", "/v1/session", "authorization", bearer(token));
    String cookie = in.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=");
    String pair = cookie.split(";")[0];
    assertThat(call("GET", "/v1/caller", "cookie", pair).body()).contains("alice");
    HttpResponse<String> out = call("DELETE", "/v1/session", "cookie", pair);
    assertThat(out.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("darkroom-session=;")
        .contains("Max-Age=0");
    assertThat(call("DELETE", "/v1/session", "cookie", "darkroom-session=x").statusCode())
        .isEqualTo(204);
    assertThat(call("POST", "/v1/session", "authorization", bearer("x")).statusCode())
        .isEqualTo(401);
  }
}
