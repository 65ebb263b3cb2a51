package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.secrets.KeysetFile;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceVaultTest {

  private static final SourceVault WITHOUT_KEYS = SourceVault.open(Optional.empty());
  private static final Source PLAIN =
      Source.newBuilder()
          .setSourceId("lobby")
          .setUri("rtsp://camera/a?token={token}")
          .setFps(5)
          .setCredentials(
              Credentials.newBuilder()
                  .setUsername("ann")
                  .setPassword("hush-hush")
                  .putParameters("token", "t0ken-value"))
          .build();

  @TempDir private Path folder;

  private SourceVault vault;

  @BeforeEach
  void open() {
    new KeysetFile(file()).create();
    vault = SourceVault.open(Optional.of(file()));
  }

  private Path file() {
    return folder.resolve("keyset.json");
  }

  @Test
  void encryptsOnlyWhatIsSecret() {
    Source sealed = vault.sealed(PLAIN);
    assertThat(new String(sealed.toByteArray(), ISO_8859_1))
        .doesNotContain("hush-hush", "t0ken-value")
        .contains("ann", "rtsp://camera/a?token={token}");
    assertThat(sealed.getCredentials().getPassword()).isEmpty();
    assertThat(sealed.getCredentials().getParametersMap()).isEmpty();
    assertThat(vault.opened(sealed)).isEqualTo(PLAIN);
    assertThat(vault.problem(sealed)).isEmpty();
  }

  @Test
  void leavesDefinitionsWithoutSecretsAsTheyAre() {
    Source open = PLAIN.toBuilder().clearCredentials().build();
    assertThat(vault.sealed(open)).isEqualTo(open);
    Source user =
        PLAIN.toBuilder().setCredentials(Credentials.newBuilder().setUsername("a")).build();
    assertThat(vault.sealed(user)).isEqualTo(user);
    assertThat(vault.isOutdated(user)).isFalse();
  }

  @Test
  void encryptsTheSamePasswordDifferentlyEachTime() {
    assertThat(vault.sealed(PLAIN)).isNotEqualTo(vault.sealed(PLAIN));
  }

  @Test
  void refusesThePasswordOfAnotherSource() {
    Source other = vault.sealed(PLAIN).toBuilder().setSourceId("vault").build();
    assertThat(vault.opened(other)).isEqualTo(other);
    assertThat(vault.problem(other).orElseThrow()).contains("changed or moved");
  }

  @Test
  void refusesToSendAPasswordToAnotherServer() {
    Source.Builder sealed = vault.sealed(PLAIN).toBuilder();
    for (String uri :
        new String[] {"rtsp://evil/a", "rtsp://camera:555/a", "http://camera/a", "video:a", "?"}) {
      assertThat(vault.problem(sealed.setUri(uri).build())).as(uri).isPresent();
    }
    assertThat(vault.problem(sealed.setUri("rtsp://camera:554/b").build())).isEmpty();
  }

  @Test
  void usesPasswordsThatAreStoredInClear() {
    assertThat(vault.opened(PLAIN)).isEqualTo(PLAIN);
    assertThat(vault.isOutdated(PLAIN)).isTrue();
    assertThat(WITHOUT_KEYS.sealed(PLAIN)).isEqualTo(PLAIN);
    assertThat(WITHOUT_KEYS.isOutdated(PLAIN)).isFalse();
  }

  @Test
  void aNewKeyMakesStoredPasswordsOutdatedButReadable() {
    Source before = vault.sealed(PLAIN);
    assertThat(vault.isOutdated(before)).isFalse();
    new KeysetFile(file()).rotate();
    assertThat(vault.isOutdated(before)).isTrue();
    assertThat(vault.opened(before)).isEqualTo(PLAIN);
    assertThat(vault.isOutdated(vault.sealed(PLAIN))).isFalse();
  }

  @Test
  void saysWhichKeyIsMissing() {
    Source sealed = vault.sealed(PLAIN);
    assertThat(WITHOUT_KEYS.opened(sealed)).isEqualTo(sealed);
    assertThat(WITHOUT_KEYS.sealed(sealed)).isEqualTo(sealed);
    assertThat(WITHOUT_KEYS.problem(sealed).orElseThrow())
        .matches("credentials: encrypted with key \\d+ .*--secrets-keyset FILE.*");
    Path other = folder.resolve("other.json");
    new KeysetFile(other).create();
    SourceVault stranger = SourceVault.open(Optional.of(other));
    assertThat(stranger.problem(sealed).orElseThrow())
        .contains("which " + other + " does not have", "put the source again");
    assertThat(stranger.isOutdated(sealed)).isFalse();
  }
}
