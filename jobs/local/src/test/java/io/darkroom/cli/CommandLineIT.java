package io.darkroom.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.client.StreamPublisher;
import io.darkroom.local.SyntheticCamera;
import io.darkroom.local.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a complete stack. */
class CommandLineIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestStack stack;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void namesFilesThatAreRefusedAndSkipsThemIfTold() throws IOException {
    Path good = Files.write(folder.resolve("good.jpg"), new SyntheticCamera(64, 48).jpeg(1));
    Path bad = Files.write(folder.resolve("login.jpg"), "<html>login</html>".getBytes(UTF_8));

    Cli.Answer stopped = run("stream", "publish", "bad", good.toString(), bad.toString());
    assertThat(stopped.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(stopped.err()).contains("login.jpg: frame: HTML page of 18 bytes");

    Cli.Answer skipped =
        run("stream", "publish", "bad", "--skip-bad", bad.toString(), good.toString());
    assertThat(skipped.exitCode()).isEqualTo(Exit.OK);
    assertThat(skipped.err()).startsWith("skipped: ").contains("login.jpg: frame: HTML page");
    assertThat(skipped.out()).startsWith("bad: 1 frames published").contains("1 files refused");
  }

  @Test
  void publishesFramesAndSavesResults() throws IOException {
    byte[] jpeg = new SyntheticCamera(64, 48).jpeg(1);
    Path in = Files.write(folder.resolve("in.jpg"), jpeg);
    Path out = folder.resolve("out.png");
    assertThat(
            outputOf("pipeline", "set", "cli-p", "--stream", "cli", "--chain", "grayscale|invert"))
        .isEqualTo("cli-p: revision 1 in force: grayscale | invert\n");
    assertThat(outputOf("stream", "publish", "cli", in.toString(), "-", in.toString()))
        .isEqualTo("cli: 3 frames published, the last with sequence 2\n");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> run("pipeline", "snapshot", "cli-p", out.toString()).exitCode() == 0);
    assertThat(out).isNotEmptyFile();
    assertThat(run("pipeline", "snapshot", "cli-p", "-").bytes()).startsWith(0xff, 0xd8);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(outputOf("stream", "list"))
                    .containsPattern("cli +(live|ended) +.* 3 +64x48 +0 +0 +cli-p"));
    assertThat(outputOf("stream", "show", "cli")).containsPattern("lastFrame.widthPx +64");
    assertThat(outputOf("pipeline", "list")).containsPattern("cli-p +cli +1 +auto +jpeg");
    assertThat(outputOf("pipeline", "rm", "cli-p")).isEqualTo("cli-p: removed\n");
    assertThat(outputOf("pipeline", "list")).doesNotContain("cli-p");

    Files.delete(out);
    assertThat(outputOf("image", "process", "--chain", "sobel", in.toString(), out.toString()))
        .contains("bytes, filters took", "on cpu");
    assertThat(Files.readAllBytes(out)).startsWith((byte) 0x89, 'P', 'N', 'G');
    assertThat(run("image", "process", "--chain", "sobel", "--scale", "0.5", "-", "-").bytes())
        .startsWith(0xff, 0xd8);
  }

  @Test
  void watchesFramesAndSavesOrPipesThem() throws Exception {
    outputOf("pipeline", "set", "cli-w", "--stream", "cli-watch", "--chain", "invert");
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    try (StreamPublisher publisher = stack.gateway().publish("cli-watch")) {
      byte[] jpeg = new SyntheticCamera(64, 48).jpeg(1);
      camera.scheduleAtFixedRate(() -> publisher.send(jpeg), 0, 40, TimeUnit.MILLISECONDS);
      Cli.Answer lines = run("watch", "cli-w", "--count", "3");
      assertThat(lines.out()).containsPattern("(?s)(\\d+  jpeg  \\d+ bytes  -?\\d+ ms\\s+){3}");
      assertThat(lines.err()).startsWith("cli-w: 3 frames, ").contains(" missed");
      Cli.Answer objects = run("watch", "cli-watch", "--stream", "--count", "1", "-o", "json");
      assertThat(objects.json().path("sizeBytes").asInt()).isEqualTo(jpeg.length);
      assertThat(objects.errorJson().path("frames").asInt()).isEqualTo(1);

      Path saved = folder.resolve("saved");
      run("watch", "cli-watch", "--stream", "--count", "2", "--save", saved.toString());
      assertThat(saved.resolve("000001.jpg")).hasBinaryContent(jpeg);
      assertThat(saved.resolve("000002.jpg")).hasBinaryContent(jpeg);

      Path film = folder.resolve("piped.mjpeg");
      Cli.Answer piped = run("watch", "cli-w", "--count", "4", "--exec", "tee", film.toString());
      assertThat(piped.exitCode()).describedAs(piped.err()).isZero();
      assertThat(Files.readAllBytes(film)).startsWith(0xff, 0xd8).endsWith(0xff, 0xd9);
      Cli.Answer left = run("watch", "cli-w", "--exec", "head", "-c", "10", "-z");
      assertThat(left.exitCode()).describedAs(left.err()).isZero();
      assertThat(left.err()).startsWith("cli-w: ");
    } finally {
      camera.shutdownNow();
    }
  }

  @Test
  void reportsWhyNothingCanBeWatched() {
    assertThat(run("watch", "cli-none").exitCode()).isEqualTo(Exit.NOT_FOUND);
    assertThat(run("watch", "x", "--fps", "-1").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run("watch", "x", "--count", "0").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run("watch", "x", "--exec").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run("watch", "x", "--save", "d", "--exec", "cat").exitCode()).isEqualTo(Exit.USAGE);
    outputOf("pipeline", "set", "cli-x", "--stream", "cli-watch", "--chain", "invert");
    Cli.Answer missing = run("watch", "cli-x", "--exec", "/nonexistent/program");
    assertThat(missing.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(missing.err()).contains("--exec: /nonexistent/program");
    outputOf("pipeline", "rm", "cli-x");
  }

  @Test
  void setKeepsOtherSettingsAndApplyReplacesThem() throws IOException {
    outputOf("pipeline", "set", "cli-s", "--stream", "s", "--chain", "invert", "--encoding", "png");
    assertThat(outputOf("pipeline", "set", "cli-s", "--chain", "sobel", "--scale", "0.5"))
        .isEqualTo("cli-s: revision 2 in force: sobel\n");
    JsonNode pipeline = json("pipeline", "show", "cli-s", "-o", "json");
    assertThat(pipeline.at("/output/encoding").asText()).isEqualTo("png");
    assertThat(pipeline.at("/output/scale").asDouble()).isEqualTo(0.5);

    Path saved = Files.writeString(folder.resolve("p.json"), pipeline.toString());
    outputOf("pipeline", "rm", "cli-s");
    assertThat(run("pipeline", "show", "cli-s").exitCode()).isEqualTo(Exit.NOT_FOUND);
    outputOf("apply", "-f", saved.toString());
    assertThat(json("pipeline", "show", "cli-s", "-o", "json").path("output"))
        .isEqualTo(pipeline.path("output"));
    Files.writeString(saved, "{\"streamId\":\"s\",\"chain\":\"invert\"}");
    outputOf("pipeline", "apply", "cli-s", "-f", saved.toString());
    assertThat(json("pipeline", "list", "--stream", "s", "-o", "json").at("/pipelines/0/output"))
        .isNotEqualTo(pipeline.path("output"));
    outputOf("pipeline", "rm", "cli-s");
  }

  @Test
  void oldFormsPrintJson() throws IOException {
    Path in = Files.write(folder.resolve("in.jpg"), new SyntheticCamera(64, 48).jpeg(1));
    assertThat(json("filters", "--json").path("filters").path(0).path("parameters").isArray())
        .isTrue();
    JsonNode published = json("publish", "--json", "--stream", "cli-json", in.toString());
    assertThat(published.path("lastSequence").asLong(-1)).isZero();
    assertThat(
            json("pipeline", "set", "--json", "cli-json-p", "--stream", "t", "--chain", "invert")
                .path("revision")
                .asInt())
        .isEqualTo(1);
    assertThat(json("streams", "--json").path("streams").isArray()).isTrue();
    assertThat(json("pipeline", "list", "--json").path("pipelines").isArray()).isTrue();
  }

  @Test
  void setsControlsAndRemovesSources() throws IOException {
    String uri = "rtsp://ann:hush@127.0.0.1:1/a";
    assertThat(
            outputOf(
                "source", "set", "lobby", uri, "--fps", "15", "--size", "1280x720", "--stopped"))
        .isEqualTo("lobby: revision 1, stopped: rtsp://127.0.0.1:1/a\n");
    assertThat(outputOf("source", "list"))
        .containsPattern("SOURCE +STATE +FPS-IN")
        .containsPattern("lobby +stopped +0.0 +0.0");
    assertThat(outputOf("source", "set", "lobby", "--fps", "12")).startsWith("lobby: revision 2");
    JsonNode listed = json("source", "list", "-o", "json").path("sources").path(0);
    assertThat(listed.path("fps").asDouble()).isEqualTo(12);
    assertThat(listed.path("widthPx").asInt()).isEqualTo(1280);
    assertThat(json("source", "start", "lobby", "-o", "json").path("revision").asInt())
        .isEqualTo(3);
    assertThat(outputOf("source", "stop", "lobby")).startsWith("lobby: revision 4, stopped");
    assertThat(outputOf("source", "watch", "--times", "2", "--interval", "0.01"))
        .containsPattern("(?s)lobby.*lobby");

    Cli.Answer noVideo = run("source", "seek", "lobby", "PT1.5S");
    assertThat(noVideo.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(noVideo.err()).contains("has no positions");
    outputOf("source", "add", "film", "video:film.mp4", "--scale", "640x360", "--stopped");
    assertThat(json("source", "show", "film", "-o", "json").path("widthPx").asInt()).isEqualTo(640);
    assertThat(json("source", "seek", "film", "PT1.5S", "-o", "json").path("startAt").asText())
        .isEqualTo("1.500s");
    assertThat(outputOf("source", "rm", "film", "lobby"))
        .isEqualTo("film: removed\nlobby: removed\n");
    assertThat(outputOf("source", "list")).doesNotContain("lobby");
  }

  @Test
  void changesLogLevelsAndTracingAtRunTime() throws IOException {
    assertThat(outputOf("log-level", "set", "io.darkroom.cli.Some", "debug"))
        .isEqualTo("io.darkroom.cli.Some: debug\n");
    assertThat(outputOf("log-level", "list")).containsPattern("io.darkroom.cli.Some +debug");
    outputOf("log-level", "reset", "io.darkroom.cli.Some");
    assertThat(json("log-level", "list", "-o", "json").path("levels")).isEmpty();
    Cli.Answer loud = run("log-level", "set", "io.darkroom", "loud");
    assertThat(loud.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(loud.err()).contains("level");

    assertThat(outputOf("tracing", "set", "cli-cam", "0.25")).isEqualTo("cli-cam: 0.25\n");
    assertThat(outputOf("tracing", "show")).startsWith("off: ").containsPattern("cli-cam +0.25");
    assertThat(outputOf("tracing", "reset", "cli-cam"))
        .isEqualTo("cli-cam: uses the trace budget\n");
    assertThat(json("tracing", "show", "-o", "json").path("streams")).isEmpty();
    assertThat(run("tracing", "set", "cli-cam", "1.5").exitCode()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void listsFiltersAndShowsInfoAndHealth() throws IOException {
    assertThat(outputOf("filter", "list"))
        .containsPattern("FILTER +PARAMETERS")
        .containsPattern("gaussian_blur +.*sigma=1.5.*border_mode=");
    assertThat(outputOf("filter", "show", "gaussian_blur")).containsPattern("defaultValue +1.5");
    assertThat(outputOf("info")).containsPattern("FIELD +VALUE").containsPattern("engine +cpu");
    assertThat(json("health", "-o", "json").path("status").asText()).isEqualTo("ok");
    assertThat(outputOf("image", "list")).startsWith("IMAGE");
  }

  @Test
  void reportsErrorsAsOneLineOrOneObject() throws IOException {
    String[] wrong = {"pipeline", "set", "p", "--stream", "s", "--chain", "invert | blurr"};
    Cli.Answer chain = run(wrong);
    assertThat(chain.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(chain.err().strip()).contains("column 10").doesNotContain("\n");
    JsonNode error = cli().run(and(wrong, "-o", "json")).errorJson();
    assertThat(error.path("code").asText()).isEqualTo("INVALID_CHAIN");
    assertThat(error.at("/details/0/column").asInt()).isEqualTo(10);

    Cli.Answer missing = run("stream", "publish", "s", folder.resolve("none.jpg").toString());
    assertThat(missing.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(missing.err().strip()).contains("none.jpg").doesNotContain("\n");

    Cli.Answer badName = run("stream", "publish", "a b", "-");
    assertThat(badName.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(badName.err().strip()).doesNotContain("\n");
  }

  private static String[] and(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static JsonNode json(String... arguments) throws IOException {
    return JSON.readTree(outputOf(arguments));
  }

  /** Runs a command that must succeed; returns its output. */
  private static String outputOf(String... arguments) {
    Cli.Answer answer = run(arguments);
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(answer.err()).isEmpty();
    return answer.out();
  }

  private static Cli.Answer run(String... arguments) {
    return cli().run(arguments);
  }

  private static Cli cli() {
    return new Cli()
        .with("DARKROOM_URL", stack.local().url())
        .reading(new SyntheticCamera(64, 48).jpeg(2));
  }
}
