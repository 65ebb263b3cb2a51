package io.darkroom.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras that show a certificate, and a policy that gives them roles. */
@Tag("slow")
class CertificateCallersTest {

  private static final String PUBLISHERS =
      "bindings: [{roles: [publisher], certificates: [CN=camera-*], streams: [lobby-*]}]";

  @TempDir private static Path folder;

  private static TestAuthority authority;
  private static Darkroom darkroom;
  private static Path policy;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.create();
    ServerFiles files = new ServerFiles(folder).write(authority.server("gateway"));
    policy = Files.writeString(folder.resolve("policy.yaml"), PUBLISHERS);
    AuthConfig auth =
        new AuthConfig(false, true, Optional.empty(), Optional.empty(), Optional.of(policy));
    darkroom =
        Darkroom.of(
            Darkroom.config(Broker.shared())
                .with(new AccessConfig(false, Set.of(), Set.of()).with(auth))
                .with(files.config().withClientCa(authority.file(folder))));
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static HttpResponse<String> publish(SSLContext context, String stream)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "https://localhost:%d/v1/streams/%s/frames".formatted(darkroom.gateway.port(), stream));
    return TestAuthority.over(context)
        .send(
            HttpRequest.newBuilder(uri)
                .header("content-type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(Darkroom.JPEG))
                .build(),
            BodyHandlers.ofString());
  }

  private static SSLContext camera(String name) throws Exception {
    return authority.trustShowing(authority.client(name));
  }

  @Test
  void aCertificateHasTheRolesOfThePolicy() throws Exception {
    assertThat(publish(camera("camera-7"), "lobby-1").statusCode()).isEqualTo(200);
    assertThat(publish(camera("camera-7"), "yard-1").statusCode()).isEqualTo(403);
    assertThat(publish(camera("fridge"), "lobby-1").statusCode()).isEqualTo(403);
    assertThat(publish(authority.trust(), "lobby-1").statusCode()).isEqualTo(401);
  }

  @Test
  void aChangedPolicyIsInForceWithoutARestart() throws Exception {
    SSLContext fridge = camera("fridge");
    Files.writeString(policy, PUBLISHERS.replace("CN=camera-*", "CN=fridge"));
    await().until(() -> publish(fridge, "lobby-1").statusCode() == 200);
    Files.writeString(policy, "bindings: [{roles: [boss]}]");
    assertThat(publish(fridge, "lobby-1").statusCode()).isEqualTo(200);
    Files.writeString(policy, PUBLISHERS);
    await().until(() -> publish(fridge, "lobby-1").statusCode() == 403);
  }
}
