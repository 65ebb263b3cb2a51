package io.darkroom.gateway.testing;

import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.identity.KeySecret;
import io.darkroom.gateway.limits.CallerQuota;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A gateway that accepts API keys and the tokens of a provider, with an admin key. */
public record GuardedDarkroom(Darkroom darkroom, TestIssuer issuer, String admin)
    implements AutoCloseable {

  /**
   * @param folder for the admin key
   * @param policy empty for the built-in roles only
   */
  public static GuardedDarkroom start(Path folder, Optional<Path> policy) {
    return start(folder, policy, CallerQuota.DEFAULT);
  }

  /** Limits what one caller may use. */
  public static GuardedDarkroom start(Path folder, CallerQuota quota) {
    return start(folder, Optional.empty(), quota);
  }

  private static GuardedDarkroom start(Path folder, Optional<Path> policy, CallerQuota quota) {
    TestIssuer issuer = TestIssuer.start();
    String admin = KeySecret.random().text();
    AuthConfig auth = auth(issuer, write(folder.resolve("admin.key"), admin), policy);
    return new GuardedDarkroom(Darkroom.of(config(auth, quota)), issuer, admin);
  }

  public static GatewayConfig config(AuthConfig auth, CallerQuota quota) {
    return Darkroom.config(Broker.shared())
        .with(
            new AccessConfig(false, Set.of("https://allowed.example"), Set.of())
                .with(auth)
                .with(quota));
  }

  public static AuthConfig auth(TestIssuer issuer, Path adminKey, Optional<Path> policy) {
    return new AuthConfig(true, false, Optional.of(issuer.config()), Optional.of(adminKey), policy);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    darkroom.close();
    issuer.close();
  }
}
