package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for the shell, run by a bash. */
class CompletionTest {

  @TempDir private Path folder;

  private Path script;

  @BeforeEach
  void write() throws IOException {
    script = Files.writeString(folder.resolve("script"), new Cli().run("completion", "bash").out());
  }

  @Test
  void completesNounsVerbsOptionsAndFormats() throws Exception {
    assertThat(complete("pip")).containsExactly("pipeline");
    assertThat(complete("pipeline", ""))
        .containsExactlyInAnyOrder("apply", "list", "rm", "set", "show", "snapshot", "watch");
    assertThat(complete("pipeline", "set", "--sc")).containsExactly("--scale");
    assertThat(complete("stream", "list", "-o", "")).containsExactly("table", "json");
    assertThat(complete("completion", "")).containsExactly("bash", "zsh");
  }

  @Test
  void doesNotOfferOldForms() throws Exception {
    assertThat(complete(""))
        .contains("filter", "stream", "image", "up")
        .doesNotContain("filters", "streams", "snapshot", "process", "publish");
    assertThat(complete("source", "")).contains("set").doesNotContain("add");
    assertThat(complete("source", "set", "--s")).contains("--size").doesNotContain("--scale");
    assertThat(complete("stream", "list", "--")).contains("--output").doesNotContain("--json");
  }

  @Test
  void printsTheSameScriptForZsh() {
    assertThat(new Cli().run("completion", "zsh").out())
        .isEqualTo(new Cli().run("completion", "bash").out())
        .contains("bashcompinit")
        .doesNotContain("\r");
  }

  private List<String> complete(String... words) throws Exception {
    String line =
        "source '%s'; COMP_WORDS=(darkroom %s); COMP_CWORD=%d; COMP_LINE='darkroom %s';"
            .formatted(script, quoted(words), words.length, String.join(" ", words));
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "--norc",
            "-c",
            // compopt fails outside of a completion.
            "compopt() { :; }; "
                + line
                + " _complete_darkroom; printf '%s\\n' \"${COMPREPLY[@]}\"");
    Process bash = builder.redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).describedAs(output).isZero();
    return output.lines().toList();
  }

  private static String quoted(String[] words) {
    StringBuilder quoted = new StringBuilder();
    for (String word : words) {
      quoted.append('\'').append(word).append("' ");
    }
    return quoted.toString();
  }
}
