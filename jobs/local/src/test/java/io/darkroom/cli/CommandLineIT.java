package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.local.Stack;
import io.darkroom.local.SyntheticCamera;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command but {@code up}, against a whole stack. */
class CommandLineIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Stack stack;

  @TempDir private Path folder;

  private record Answer(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void publishesProcessesAndSaves() throws IOException {
    Path in = Files.write(folder.resolve("in.jpg"), new SyntheticCamera(64, 48).jpeg(1));
    Path out = folder.resolve("out.png");
    assertThat(run("pipeline", "set", "cli-p", "--stream", "cli", "--chain", "grayscale|invert"))
        .isEqualTo(new Answer(0, "cli-p: revision 1 in force: grayscale | invert\n", ""));
    assertThat(run("publish", "--stream", "cli", in.toString(), in.toString()))
        .isEqualTo(new Answer(0, "cli: 2 frames published, the last with sequence 1\n", ""));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> run("snapshot", "cli-p", out.toString()).exitCode() == 0);
    assertThat(out).isNotEmptyFile();
    assertThat(run("streams").out()).containsPattern("cli +live +.* 2 +64x48 +0 +0 +cli-p");
    assertThat(run("pipeline", "list").out()).containsPattern("cli-p +cli +1 +auto +jpeg");
    assertThat(run("pipeline", "rm", "cli-p").out()).isEqualTo("cli-p: removed\n");
    assertThat(run("pipeline", "list").out()).doesNotContain("cli-p");

    Files.delete(out);
    Answer processed = run("process", "--chain", "sobel", in.toString(), out.toString());
    assertThat(processed.out()).contains("bytes, filters took").contains("on cpu");
    assertThat(Files.readAllBytes(out)).startsWith((byte) 0x89, 'P', 'N', 'G');
  }

  @Test
  void givesProgramsJson() throws IOException {
    Path in = Files.write(folder.resolve("in.jpg"), new SyntheticCamera(64, 48).jpeg(1));
    assertThat(json("filters", "--json").path("filters").path(0).path("parameters").isArray())
        .isTrue();
    JsonNode published = json("publish", "--json", "--stream", "cli-json", in.toString());
    assertThat(published.path("lastSequence").asLong(-1)).isZero();
    assertThat(
            json("pipeline", "set", "--json", "cli-json-p", "--stream", "s", "--chain", "invert")
                .path("revision")
                .asInt())
        .isEqualTo(1);
    assertThat(json("streams", "--json").path("streams").isArray()).isTrue();
    assertThat(json("pipeline", "list", "--json").path("pipelines").isArray()).isTrue();
  }

  @Test
  void addsSteersAndRemovesSources() throws IOException {
    Answer added =
        run(
            "source",
            "add",
            "lobby",
            "rtsp://ann:hush@127.0.0.1:1/a",
            "--fps",
            "15",
            "--scale",
            "1280x720",
            "--stopped");
    assertThat(added)
        .isEqualTo(new Answer(0, "lobby: revision 1, stopped: rtsp://ann:***@127.0.0.1:1/a\n", ""));
    assertThat(run("source", "list").out())
        .containsPattern("SOURCE +STATE +FPS IN")
        .containsPattern("lobby +stopped +0.0 +0.0");
    JsonNode listed = json("source", "list", "--json").path("sources").path(0);
    assertThat(listed.path("fps").asDouble()).isEqualTo(15);
    assertThat(listed.path("width").asInt()).isEqualTo(1280);
    assertThat(json("source", "start", "lobby", "--json").path("revision").asInt()).isEqualTo(2);
    assertThat(run("source", "stop", "lobby").out()).startsWith("lobby: revision 3, stopped");
    assertThat(run("source", "watch", "--times", "2").out()).containsPattern("(?s)lobby.*lobby");

    Answer noVideo = run("source", "seek", "lobby", "PT1.5S");
    assertThat(noVideo.exitCode()).isNotZero();
    assertThat(noVideo.err()).contains("has no positions");
    assertThat(run("source", "add", "film", "video:film.mp4", "--stopped").exitCode()).isZero();
    assertThat(json("source", "seek", "film", "PT1.5S", "--json").path("startAt").asText())
        .isEqualTo("1.500s");
    assertThat(run("source", "rm", "film").out()).isEqualTo("film: removed\n");
    assertThat(run("source", "rm", "lobby").exitCode()).isZero();
    assertThat(run("source", "list").out()).doesNotContain("lobby");
  }

  @Test
  void changesWhatIsLoggedAndTracedAtRunTime() throws IOException {
    assertThat(run("log-level", "set", "io.darkroom.cli.Some", "debug"))
        .isEqualTo(new Answer(0, "io.darkroom.cli.Some: debug\n", ""));
    assertThat(run("log-level", "list").out()).containsPattern("io.darkroom.cli.Some +debug");
    assertThat(run("log-level", "reset", "io.darkroom.cli.Some").exitCode()).isZero();
    assertThat(json("log-level", "list", "--json").path("levels")).isEmpty();
    Answer loud = run("log-level", "set", "io.darkroom", "loud");
    assertThat(loud.exitCode()).isNotZero();
    assertThat(loud.err()).contains("level");

    assertThat(run("tracing", "set", "cli-cam", "0.25"))
        .isEqualTo(new Answer(0, "cli-cam: 0.25\n", ""));
    assertThat(run("tracing", "show").out()).startsWith("off: ").containsPattern("cli-cam +0.25");
    assertThat(run("tracing", "reset", "cli-cam").out()).isEqualTo("cli-cam: by the budget\n");
    assertThat(json("tracing", "show", "--json").path("streams")).isEmpty();
    assertThat(run("tracing", "set", "cli-cam", "1.5").exitCode()).isNotZero();
  }

  @Test
  void listsFiltersForPeople() {
    assertThat(run("filters").out())
        .containsPattern("FILTER +PARAMETERS")
        .containsPattern("gaussian_blur +.*sigma=1.5.*border_mode=");
  }

  @Test
  void saysInOneLineWhatIsWrong() {
    Answer chain = run("pipeline", "set", "p", "--stream", "s", "--chain", "invert | blurr");
    assertThat(chain.exitCode()).isNotZero();
    assertThat(chain.err().strip()).contains("column 10").doesNotContain("\n");

    Answer missing = run("publish", "--stream", "s", folder.resolve("none.jpg").toString());
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.err().strip()).contains("none.jpg").doesNotContain("\n");

    Answer away = execute("streams", "--url", "http://localhost:1");
    assertThat(away.exitCode()).isNotZero();
    assertThat(away.err().strip()).contains("does not answer").doesNotContain("\n");
  }

  private static JsonNode json(String... arguments) throws IOException {
    Answer answer = run(arguments);
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    return JSON.readTree(answer.out());
  }

  private static Answer run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", stack.local().url()));
    return execute(all.toArray(String[]::new));
  }

  private static Answer execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Darkroom.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int exitCode = command.execute(arguments);
    return new Answer(exitCode, out.toString(), err.toString());
  }
}
