package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.identity.KeySecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandsTest {

  private static final String SECRET = KeySecret.random().text();
  private static final String CREATED =
      "{\"key\":{\"keyId\":\"abc\",\"roles\":[\"viewer\"]},\"secret\":\"%s\"}".formatted(SECRET);

  @TempDir private Path folder;
  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.reply("/v1/keys", 200, CREATED);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void createsAKeyAndPrintsIt() {
    Cli.Answer answer =
        Cli.of(gateway)
            .run("key", "create", "--role", "viewer,publisher", "--stream", "lobby-*,yard");
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(answer.out().strip()).isEqualTo(SECRET);
    assertThat(gateway.calls().get(0).body().toString())
        .isEqualTo(
            "{\"key\":{\"roles\":[\"viewer\",\"publisher\"],\"streams\":[\"lobby-*\",\"yard\"]}}");
  }

  @Test
  void savesAKeyWhereOnlyItsOwnerReadsIt() throws IOException {
    Path file = folder.resolve("camera.key");
    String[] create = {"key", "create", "--role", "viewer", "--save", file.toString()};
    Cli.Answer answer = Cli.of(gateway).run(create);
    assertThat(answer.out()).contains("abc: saved in").doesNotContain(SECRET);
    assertThat(file).hasContent(SECRET);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Cli.of(gateway).run(create).err()).contains("exists (expected: a new file)");
  }

  @Test
  void generatesAKeyWithoutAGateway() throws IOException {
    Path file = folder.resolve("admin.key");
    Cli.Answer answer = new Cli().run("key", "generate", file.toString());
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(KeySecret.parse(Files.readString(file).strip())).isPresent();
  }

  @Test
  void showsTheSecretOfAFileOfAVariableOrOfTheContext() throws IOException {
    gateway.reply("/v1/streams", 200, "{\"streams\":[]}");
    Path file = Files.writeString(folder.resolve("key"), SECRET + "\n");
    String path = file.toString();
    run(Cli.of(gateway), "--token-file", path, "stream", "list");
    run(Cli.of(gateway).with("DARKROOM_TOKEN_FILE", path), "stream", "list");
    run(Cli.of(gateway).with("DARKROOM_TOKEN", SECRET), "stream", "list");
    Cli contexts = new Cli().with("XDG_CONFIG_HOME", folder.toString());
    run(contexts, "--token-file", path, "context", "add", "here", gateway.url());
    run(contexts, "--context", "here", "stream", "list");
    assertThat(gateway.calls())
        .hasSize(4)
        .extracting(FakeGateway.Call::authorization)
        .containsOnly("Bearer " + SECRET);
  }

  private static void run(Cli cli, String... command) {
    Cli.Answer answer = cli.run(command);
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(answer.out() + answer.err()).doesNotContain(SECRET);
  }

  @Test
  void refusesAFileThatHasNoSecret() {
    Cli.Answer answer =
        Cli.of(gateway).run("--token-file", folder.resolve("none").toString(), "stream", "list");
    assertThat(answer.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(answer.err()).contains("--token-file: ", "cannot be read (expected: a file of");
  }
}
