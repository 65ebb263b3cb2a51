package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dash means stdin or stdout. */
class StandardStreamsTest {

  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 1};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  @TempDir private Path folder;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.reply("/v1/images:process", 200, PNG);
    gateway.reply("/v1/pipelines/p/snapshot", 200, JPEG);
    gateway.reply("/v1/videos/v/preview", 200, JPEG);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void processesFromStdinToStdoutAndReportsOnStderr() throws IOException {
    Cli cli = Cli.of(gateway);
    Cli.Answer answer = cli.reading(JPEG).run("image", "process", "--chain", "invert", "-", "-");
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(answer.bytes()).isEqualTo(PNG);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("4 bytes");
    Cli.Answer json = cli.run("image", "process", "--chain", "invert", "-", "-", "-o", "json");
    assertThat(json.out()).isEmpty();
    assertThat(json.errorJson().path("sizeBytes").asInt()).isEqualTo(4);
  }

  @Test
  void keepsTheEncodingOfTheInput() {
    Cli cli = Cli.of(gateway);
    cli.reading(PNG).run("image", "process", "--chain", "invert", "-", "-");
    cli.reading(JPEG).run("image", "process", "--chain", "invert", "-", "-");
    assertThat(gateway.calls().get(0).uri()).contains("encoding=png");
    assertThat(gateway.calls().get(1).uri()).contains("encoding=jpeg");
  }

  @Test
  void writesSnapshotsAndPreviewsToStdout() {
    assertThat(Cli.of(gateway).run("pipeline", "snapshot", "p", "-").bytes()).isEqualTo(JPEG);
    assertThat(Cli.of(gateway).run("video", "preview", "v", "-").bytes()).isEqualTo(JPEG);
  }

  @Test
  void refusesAnEmptyOrTooLargeImageWithoutSendingIt() throws IOException {
    Cli cli = Cli.of(gateway);
    Cli.Answer empty = cli.run("image", "process", "--chain", "invert", "-", "-");
    assertThat(empty.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(empty.err()).contains("stdin: empty");
    Path large = Files.write(folder.resolve("large"), new byte[(10 << 20) + 1]);
    Cli.Answer tooLong = cli.run("image", "process", "--chain", "invert", large.toString(), "-");
    assertThat(tooLong.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(tooLong.err()).contains("10485760 bytes");
    assertThat(gateway.calls()).isEmpty();
  }

  @Test
  void reportsAFileThatCannotBeWritten() {
    String out = folder.resolve("none").resolve("out.jpg").toString();
    Cli.Answer answer = Cli.of(gateway).run("pipeline", "snapshot", "p", out);
    assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(answer.err().strip()).contains(out).doesNotContain("\n");
  }
}
