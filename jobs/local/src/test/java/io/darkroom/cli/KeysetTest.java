package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for keysets. */
class KeysetTest {

  @TempDir private Path folder;

  private Cli.Answer keyset(String verb, String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "keyset";
    words[1] = verb;
    words[2] = folder.resolve("keys.json").toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return new Cli().run(words);
  }

  @Test
  void createsAFileForItsOwnerAndAddsKeys() throws Exception {
    String first = keyset("create", "-o", "json").json().path("keyId").asText();
    Path file = folder.resolve("keys.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Cli.Answer rotated = keyset("rotate");
    assertThat(rotated.exitCode()).describedAs(rotated.err()).isZero();
    assertThat(rotated.out()).contains("rotated: key ").doesNotContain(first);
    assertThat(Files.readString(file)).contains(first);
  }

  @Test
  void neverReplacesKeys() {
    keyset("create");
    Cli.Answer answer = keyset("create");
    assertThat(answer.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(answer.err()).contains("keys.json exists", "keyset rotate");
  }

  @Test
  void reportsAFileThatIsMissingOrNoKeyset() throws Exception {
    assertThat(keyset("rotate").err()).contains("cannot be read");
    Files.writeString(folder.resolve("keys.json"), "{}");
    Cli.Answer answer = keyset("rotate");
    assertThat(answer.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(answer.err().strip()).contains("no usable keys").doesNotContain("\n");
  }
}
