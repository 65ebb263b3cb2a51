package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts, and which gateway a command calls. */
class ContextTest {

  @TempDir private Path folder;

  private Cli cli;
  private Path file;

  @BeforeEach
  void start() {
    cli = new Cli().with("XDG_CONFIG_HOME", folder.toString());
    file = folder.resolve("darkroom").resolve("contexts.json");
  }

  /** The address in the error message about an unreachable gateway. */
  private String addressOf(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "stream";
    arguments[1] = "list";
    System.arraycopy(more, 0, arguments, 2, more.length);
    Cli.Answer answer = cli.run(arguments);
    assertThat(answer.exitCode()).describedAs(answer.err()).isEqualTo(Exit.UNREACHABLE);
    return answer.err().replaceAll("(?s)^gateway: (\\S+)/ does not answer.*", "$1");
  }

  @Test
  void prefersAnOptionToAVariableAndAVariableToTheContextInUse() {
    for (String name : new String[] {"option", "variable", "used"}) {
      cli.run("context", "add", name, "http://127.0.0.1:1/" + name);
    }
    cli.run("context", "use", "used");
    assertThat(addressOf()).endsWith("/used");
    cli.with("DARKROOM_CONTEXT", "variable");
    assertThat(addressOf()).endsWith("/variable");
    cli.with("DARKROOM_URL", "http://127.0.0.1:1/url-variable");
    assertThat(addressOf()).endsWith("/url-variable");
    assertThat(addressOf("--context", "option")).endsWith("/option");
    assertThat(addressOf("--context", "option", "--url", "http://127.0.0.1:1/url-option"))
        .endsWith("/url-option");
  }

  @Test
  void acceptsOptionsInEveryPosition() {
    String url = "http://127.0.0.1:1/there";
    assertThat(cli.run("--url", url, "pipeline", "list").err()).contains(url);
    assertThat(cli.run("pipeline", "--url", url, "list").err()).contains(url);
    assertThat(cli.run("pipeline", "list", "--url", url).err()).contains(url);
    assertThat(cli.run("-o", "json", "--url", url, "pipeline", "list").err()).startsWith("{");
  }

  @Test
  void ignoresEmptyVariables() {
    cli.run("context", "add", "used", "http://127.0.0.1:1/used");
    cli.run("context", "use", "used");
    cli.with("DARKROOM_URL", "").with("DARKROOM_CONTEXT", "");
    assertThat(addressOf()).endsWith("/used");
  }

  @Test
  void listsAddedContextsAndForgetsRemovedOnes() throws IOException {
    assertThat(cli.run("context", "add", "lab", "http://lab:8080").out())
        .isEqualTo("lab: http://lab:8080\n");
    assertThat(
            cli.run("context", "add", "prod", "--url", "https://darkroom.example.com").exitCode())
        .isZero();
    cli.run("context", "use", "prod");
    assertThat(cli.run("context", "list").out())
        .containsPattern("CURRENT +CONTEXT +URL")
        .containsPattern("- +lab +http://lab:8080")
        .containsPattern("\\* +prod +https://darkroom.example.com");
    assertThat(cli.run("context", "list", "-o", "json").json().toString())
        .isEqualTo(
            "{\"current\":\"prod\",\"contexts\":[{\"name\":\"lab\",\"url\":\"http://lab:8080\"},"
                + "{\"name\":\"prod\",\"url\":\"https://darkroom.example.com\"}]}");
    assertThat(cli.run("context", "rm", "prod").exitCode()).isZero();
    assertThat(cli.run("context", "list", "-o", "json").json().path("current").asText()).isEmpty();
  }

  @Test
  void makesTheFileReadableByItsOwnerOnly() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"contexts\":{}}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    cli.run("context", "add", "lab", "http://lab:8080");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void usesTheHomeFolderByDefault() {
    cli.without("XDG_CONFIG_HOME").with("HOME", folder.toString());
    assertThat(cli.run("context", "add", "lab", "http://lab:8080").exitCode()).isZero();
    assertThat(folder.resolve(".config/darkroom/contexts.json")).isNotEmptyFile();
  }

  @Test
  void refusesInvalidAndUnknownContexts() {
    cli.run("context", "add", "staging", "http://lab:8080");
    assertThat(cli.run("context", "add", "../x", "http://lab").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(cli.run("context", "add", "x", "lab:8080").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(cli.run("context", "add", "x").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(cli.run("context", "use", "stagin").err()).contains("Did you mean staging?");
    assertThat(cli.run("context", "use", "stagin").exitCode()).isEqualTo(Exit.NOT_FOUND);
    assertThat(cli.run("context", "rm", "stagin").exitCode()).isEqualTo(Exit.NOT_FOUND);
    assertThat(cli.run("stream", "list", "--context", "x").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(cli.run("stream", "list", "--url", "ftp://x").exitCode()).isEqualTo(Exit.USAGE);
  }

  @Test
  void reportsABrokenFileInOneLine() throws IOException {
    Files.createDirectories(file.getParent());
    for (String broken : new String[] {"", "{", "[]", "{\"contexts\":7}"}) {
      Files.writeString(file, broken);
      Cli.Answer answer = cli.run("stream", "list");
      assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
      assertThat(answer.err().strip()).contains(file.toString()).doesNotContain("\n");
    }
    assertThat(addressOf("--url", "http://127.0.0.1:1/other")).endsWith("/other");
  }
}
