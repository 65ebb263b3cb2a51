package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each old form of a command works like the form that replaced it. */
class OldFormsTest {

  @TempDir private Path folder;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.reply("/v1/filters", 200, "{\"filters\":[{\"id\":\"invert\"}]}");
    gateway.reply("/v1/streams", 200, "{\"streams\":[{\"streamId\":\"cam\"}]}");
    gateway.reply("/v1/pipelines/p/snapshot", 200, new byte[] {1, 2, 3});
    gateway.reply("/v1/images:process", 200, new byte[] {1, 2, 3});
    gateway.reply("/v1/streams/s/publish", 403, FakeGateway.error("FORBIDDEN", "x"));
    gateway.reply("/v1/pipelines", 200, "{\"pipelines\":[{\"pipelineId\":\"p\"}]}");
    gateway.reply("/v1/sources", 200, "{\"sources\":[{\"sourceId\":\"s\"}]}");
    gateway.reply("/v1/videos", 200, "{\"videos\":[{\"videoId\":\"v\"}]}");
    gateway.reply("/v1/system", 200, "{\"version\":\"1\"}");
    gateway.reply("/healthz", 200, "{\"status\":\"ok\"}");
    gateway.reply("/v1/log-levels", 200, "{\"levels\":[{\"logger\":\"a\",\"level\":\"warn\"}]}");
    gateway.reply("/v1/tracing", 200, "{\"enabled\":false}");
    gateway.reply("/v1/sources/door:start", 200, "{\"sourceId\":\"door\"}");
    gateway.reply("/v1/sources/door:stop", 200, "{\"sourceId\":\"door\"}");
    gateway.reply("/v1/sources/door:seek", 200, "{\"sourceId\":\"door\"}");
    Files.write(folder.resolve("in.jpg"), new byte[] {1});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "filters; filter list",
        "filters --json; filter list -o json",
        "streams; stream list",
        "streams --json; stream list -o json",
        "snapshot p IN.out; pipeline snapshot p IN.out",
        "snapshot p IN.out --json; pipeline snapshot p IN.out -o json",
        "process --chain invert IN IN.png; image process --chain invert IN IN.png",
        "process --chain invert --accelerator cpu --encoding png --json IN IN.x;"
            + " image process --chain invert --accelerator cpu --encoding png -o json IN IN.x",
        "publish --stream s --fps 5 IN IN; stream publish s --fps 5 IN IN",
        "publish --stream s --json IN; stream publish s -o json IN",
        "pipeline list --json; pipeline list -o json",
        "pipeline set q --stream s --chain invert --accelerator cpu --encoding png --quality 80"
            + " --scale 0.5 --json;"
            + " pipeline set q --stream s --chain invert --accelerator cpu --encoding png"
            + " --quality 80 --scale 0.5 -o json",
        "source add door video:a.mp4 --fps 15 --scale 1280x720 --loop --stopped --stream s"
            + " --quality 80 --start-at PT1S --transport tcp --json;"
            + " source add door video:a.mp4 --fps 15 --size 1280x720 --loop --stopped --stream s"
            + " --quality 80 --start-at PT1S --transport tcp -o json",
        "source list --json; source list -o json",
        "source start door --json; source start door -o json",
        "source stop door --json; source stop door -o json",
        "source seek door PT1S --json; source seek door PT1S -o json",
        "video list --json; video list -o json",
        "info --json; info -o json",
        "health --json; health -o json",
        "log-level list --json; log-level list -o json",
        "tracing show --json; tracing show -o json"
      })
  void doesTheSameAsTheNewForm(String old, String form) {
    Cli.Answer before = run(old);
    List<FakeGateway.Call> callsBefore = gateway.calls();
    gateway.reset("/v1/pipelines/q", "/v1/sources/door");
    Cli.Answer now = run(form);
    assertThat(before.out()).isEqualTo(now.out());
    assertThat(before.err()).isEqualTo(now.err());
    assertThat(before.exitCode()).isEqualTo(now.exitCode());
    assertThat(callsBefore).isNotEmpty().isEqualTo(gateway.calls());
  }

  /** Unspecified settings are reset to their defaults. */
  @Test
  void replacesASourceBySourceAdd() throws IOException {
    gateway.store("/v1/sources/door", "{\"sourceId\":\"door\",\"fps\":15,\"revision\":3}");
    assertThat(run("source add door video:a.mp4").exitCode()).isZero();
    assertThat(gateway.stored("/v1/sources/door").has("fps")).isFalse();
  }

  @Test
  void areHiddenInTheHelp() {
    assertThat(run("--help").out())
        .contains("pipeline", "stream")
        .doesNotContainPattern("(?m)^  (filters|streams|snapshot|process|publish) ")
        .doesNotContain("--json");
    assertThat(run("source --help").out()).doesNotContainPattern("(?m)^  add ");
    assertThat(run("source set --help").out()).contains("--size").doesNotContain("--scale");
  }

  private Cli.Answer run(String line) {
    String file = folder.resolve("in.jpg").toString();
    return Cli.of(gateway).run(line.replace("IN", file).split(" "));
  }
}
