package io.darkroom.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.config.OidcConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageTest {

  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.builder().http(0).service(Page.PATHS, Page.service(AuthConfig.NONE)).build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    server.stop().join();
  }

  private static HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.activeLocalPort() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void servesFilesWithAnEtag() throws Exception {
    HttpResponse<String> script = get("/assets/app.js");
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.headers().firstValue("content-type").orElse("")).contains("javascript");
    String tag = script.headers().firstValue("etag").orElseThrow();
    assertThat(get("/assets/app.js", "if-none-match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void servesTheIndex() throws Exception {
    for (String path : new String[] {"/", "/index.html"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(get(path).body()).contains("<title>");
    }
  }

  @Test
  void restrictsWhatThePageMayLoad() throws Exception {
    assertThat(get("/").headers().firstValue("content-security-policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*", "http:"));
    assertThat(get("/").headers().firstValue("permissions-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("camera=(self)"));
  }

  @Test
  void letsThePageCallTheProviderAtWhichItSignsIn() throws Exception {
    OidcConfig provider =
        new OidcConfig(
            URI.create("https://idp.example:8443/realms/darkroom"),
            "darkroom",
            "page",
            "openid",
            "",
            List.of("RS256"),
            "roles",
            "groups",
            "streams");
    AuthConfig auth =
        new AuthConfig(false, false, Optional.of(provider), Optional.empty(), Optional.empty());
    try (Server signingIn = Server.builder().http(0).service("/", Page.service(auth)).build()) {
      signingIn.start().join();
      URI page = URI.create("http://localhost:" + signingIn.activeLocalPort() + "/");
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                  .headers()
                  .firstValue("content-security-policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("connect-src 'self' https://idp.example:8443;")
                      .contains("script-src 'self';")
                      .doesNotContain("unsafe", "realms"));
    }
  }

  @Test
  void answersNotFoundForMissingFilesAndTheApi() throws Exception {
    for (String path : new String[] {"/assets/none.js", "/streams/cam", "/admin", "/.env"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(get(path).body()).contains("NOT_FOUND");
    }
    assertThat(get("/v1/none").statusCode()).isEqualTo(404);
    assertThat(get("/v1/none").body()).doesNotContain("<title>");
  }
}
