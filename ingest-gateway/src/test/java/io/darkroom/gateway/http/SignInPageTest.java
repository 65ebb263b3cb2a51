package io.darkroom.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.OidcConfig;
import io.darkroom.gateway.identity.KeySecret;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the page's sign-in in Chromium, with a gateway that asks its callers who they are and an
 * OpenID Connect provider, which the browser test starts.
 */
@Tag("slow")
class SignInPageTest {

  private static final Path DASHBOARD = Path.of("dashboard");
  private static final Path OUTPUT = Path.of("target", "sign-in-e2e.log");

  @Test
  void signsInAndOut(@TempDir Path folder) throws Exception {
    Path chromium =
        Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    assumeTrue(
        Files.isExecutable(chromium),
        chromium + " does not exist: install Chromium, or set CHROMIUM to its path");
    assumeTrue(
        Files.isDirectory(DASHBOARD.resolve("node_modules/oidc-provider")),
        "the page's tests are not installed: run npm ci in ingest-gateway/dashboard");
    assumeTrue(isBuilt(), "the page was not built (skipDashboard)");
    int issuerPort = freePort();
    Path key = Files.writeString(folder.resolve("admin.key"), KeySecret.random().text());
    try (Darkroom darkroom = Darkroom.of(config(issuerPort, key))) {
      darkroom.startJob();
      Process tests = run(darkroom, issuerPort, key, chromium);
      boolean ended = tests.waitFor(8, TimeUnit.MINUTES);
      tests.destroy();
      assertThat(ended).describedAs(Files.readString(OUTPUT)).isTrue();
      assertThat(tests.exitValue()).describedAs(Files.readString(OUTPUT)).isZero();
    }
  }

  /** Without a built page, or after a build without one, the first page is one for tests. */
  private static boolean isBuilt() throws IOException {
    try (InputStream page = SignInPageTest.class.getResourceAsStream("/dashboard/index.html")) {
      return page != null && new String(page.readAllBytes(), UTF_8).contains("<darkroom-app>");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Allows images of a camera, which are larger than those of other tests. */
  private static GatewayConfig config(int issuerPort, Path adminKey) {
    GatewayConfig base = Darkroom.config(Broker.shared());
    AuthConfig auth =
        new AuthConfig(
            true, false, Optional.of(oidc(issuerPort)), Optional.of(adminKey), Optional.empty());
    return new GatewayConfig(
        base.host(),
        base.port(),
        base.bootstrapServers(),
        base.kafkaProperties(),
        base.topics(),
        base.requestDeadline(),
        base.maxPendingRequests(),
        ImageLimits.DEFAULT,
        new AccessConfig(false, Set.of(), Set.of()).with(auth),
        base.subscriberMaxLag(),
        base.topicSize(),
        base.sources(),
        base.library(),
        base.telemetry(),
        base.tools());
  }

  private static OidcConfig oidc(int port) {
    return new OidcConfig(
        URI.create("http://127.0.0.1:" + port),
        "darkroom",
        "darkroom-dashboard",
        "openid",
        "urn:darkroom",
        List.of("RS256"),
        "darkroom_roles",
        "groups",
        "darkroom_streams");
  }

  private static Process run(Darkroom darkroom, int issuerPort, Path key, Path chromium)
      throws IOException {
    ProcessBuilder command =
        new ProcessBuilder("npm", "run", "e2e:sign-in")
            .directory(DASHBOARD.toFile())
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile());
    command.environment().put("BASE_URL", darkroom.uri("").toString());
    command.environment().put("ISSUER_PORT", Integer.toString(issuerPort));
    command.environment().put("ADMIN_KEY", Files.readString(key));
    command.environment().put("CHROMIUM", chromium.toString());
    return command.start();
  }
}
