package io.darkroom.gateway.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {

  private static final byte[] SECRET = "hush".getBytes(UTF_8);
  private static final byte[] HERE = "here".getBytes(UTF_8);
  private static final byte[] THERE = "there".getBytes(UTF_8);

  @TempDir private Path folder;

  private KeysetFile file;

  @BeforeEach
  void choose() {
    file = new KeysetFile(folder.resolve("new").resolve("keyset.json"));
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws Exception {
    file.create();
    file.rotate();
    assertThat(Files.getPosixFilePermissions(file.path()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(file.path().getParent()).isDirectoryContaining(file.path()::equals);
    assertThat(Files.list(file.path().getParent())).hasSize(1);
  }

  @Test
  void opensASecretWhereItWasSealedAndNowhereElse() {
    int key = file.create();
    Keyset keyset = Keyset.open(file);
    byte[] sealed = keyset.seal(SECRET, HERE);
    assertThat(new String(sealed, UTF_8)).doesNotContain("hush");
    assertThat(Keyset.keyOf(sealed)).isEqualTo(Integer.toUnsignedString(key));
    assertThat(keyset.open(sealed, HERE)).isEqualTo(SECRET);
    assertThatThrownBy(() -> keyset.open(sealed, THERE)).hasMessageContaining("changed or moved");
    sealed[sealed.length - 1]++;
    assertThatThrownBy(() -> keyset.open(sealed, HERE)).hasMessageContaining("changed or moved");
    assertThatThrownBy(() -> keyset.open(new byte[3], HERE))
        .hasMessageContaining("changed or moved");
  }

  @Test
  void aNewKeyEncryptsAndTheEarlierOnesDecryptWithoutARestart() {
    file.create();
    Keyset keyset = Keyset.open(file);
    byte[] before = keyset.seal(SECRET, HERE);
    assertThat(keyset.isNewest(before)).isTrue();

    int newest = file.rotate();
    assertThat(keyset.isNewest(before)).isFalse();
    assertThat(keyset.open(before, HERE)).isEqualTo(SECRET);
    byte[] after = keyset.seal(SECRET, HERE);
    assertThat(Keyset.keyOf(after)).isEqualTo(Integer.toUnsignedString(newest));
    assertThat(keyset.isNewest(after)).isTrue();
  }

  @Test
  void namesTheKeyThatIsMissingAndTheFile() {
    KeysetFile other = new KeysetFile(folder.resolve("other.json"));
    String key = Integer.toUnsignedString(other.create());
    byte[] sealed = Keyset.open(other).seal(SECRET, HERE);
    file.create();
    Keyset keyset = Keyset.open(file);
    assertThatThrownBy(() -> keyset.open(sealed, HERE))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("key " + key + ", which " + file.path() + " does not have");
  }

  @Test
  void keepsTheKeysIfTheFileIsDamagedWhileItRuns() throws Exception {
    file.create();
    Keyset keyset = Keyset.open(file);
    byte[] sealed = keyset.seal(SECRET, HERE);
    Files.writeString(file.path(), "{");
    assertThat(keyset.open(sealed, HERE)).isEqualTo(SECRET);
    Files.delete(file.path());
    assertThat(keyset.open(sealed, HERE)).isEqualTo(SECRET);
  }

  @Test
  void neverReplacesAFileThatExists() {
    file.create();
    assertThatThrownBy(file::create)
        .isInstanceOf(DarkroomException.class)
        .extracting(e -> ((DarkroomException) e).code())
        .isEqualTo(ErrorCode.ALREADY_EXISTS);
  }

  /** The last one is a keyset for MACs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "hush",
        """
        {"primaryKeyId":7,"key":[{"keyData":{"typeUrl":"type.googleapis.com/google.crypto.tink.HmacKey",
        "value":"EgQIAxAQGiBSKfcnBgQ4ZmM4N2E5YTc2ZjQ3ZDZkZmE0N2Q2Zg==","keyMaterialType":"SYMMETRIC"},
        "status":"ENABLED","keyId":7,"outputPrefixType":"TINK"}]}
        """
      })
  void refusesAFileWithoutUsableKeys(String text) throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), text);
    assertThatThrownBy(() -> Keyset.open(new KeysetFile(wrong)))
        .isInstanceOf(DarkroomException.class)
        .hasMessageStartingWith("--secrets-keyset: " + wrong)
        .hasMessageContaining("keyset create");
  }

  @Test
  void refusesAMissingFile() {
    assertThatThrownBy(() -> Keyset.open(file))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("cannot be read");
  }
}
