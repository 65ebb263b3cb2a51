package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Failures of commands: exit codes, one line of text, one JSON object. */
@Tag("slow")
class ErrorsTest {

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND, 3",
    "400, INVALID_CHAIN, 4",
    "404, NO_FRAME_YET, 3",
    "409, CONFLICT, 4",
    "409, OFFSET_MISMATCH, 4",
    "413, BODY_TOO_LARGE, 4",
    "429, QUOTA_EXCEEDED, 4",
    "403, FORBIDDEN, 4",
    "422, CHAIN_TOO_COSTLY, 4",
    "429, TOO_MANY_REQUESTS, 4",
    "418, A_CODE_OF_LATER, 4",
    "500, INTERNAL, 1",
    "504, TIMEOUT, 1",
    "503, MEMORY_EXCEEDED, 1",
    "503, UNAVAILABLE, 69"
  })
  void mapsErrorsOfTheGatewayToExitCodes(int status, String code, int exitCode) throws IOException {
    byte[] error = FakeGateway.error(code, "what: value (expected: other). Fix it.");
    gateway.reply("/v1/pipelines/p", status, error);
    Cli.Answer table = Cli.of(gateway).run("pipeline", "show", "p");
    assertThat(table.exitCode()).isEqualTo(exitCode);
    assertThat(table.err()).isEqualTo("what: value (expected: other). Fix it.\n");
    assertThat(table.out()).isEmpty();
    Cli.Answer json = Cli.of(gateway).run("pipeline", "show", "p", "-o", "json");
    assertThat(json.exitCode()).isEqualTo(exitCode);
    assertThat(json.err()).isEqualTo(new String(error) + "\n");
    assertThat(json.out()).isEmpty();
  }

  @Test
  void exitsWith69IfTheGatewayIsUnreachable() throws IOException {
    Cli cli = new Cli().with("DARKROOM_URL", "http://127.0.0.1:1");
    Cli.Answer table = cli.run("pipeline", "list");
    assertThat(table.exitCode()).isEqualTo(69);
    assertThat(table.err().strip()).contains("does not answer").doesNotContain("\n");
    Cli.Answer json = cli.run("pipeline", "list", "-o", "json");
    assertThat(json.errorJson().path("code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(json.errorJson().path("retryable").asBoolean()).isTrue();
    assertThat(json.errorJson().fieldNames())
        .toIterable()
        .containsExactly("code", "message", "details", "retryable", "correlationId");
    assertThat(cli.reading(new byte[] {1}).run("stream", "publish", "s", "-").exitCode())
        .isEqualTo(69);
  }

  @Test
  void reportsAnswersThatAreNotFromAGateway() {
    gateway.reply("/v1/pipelines", 502, "<html>bad gateway</html>");
    assertThat(Cli.of(gateway).run("pipeline", "list").err().strip())
        .contains("HTTP 502")
        .doesNotContain("\n");
    gateway.reply("/v1/pipelines", 200, "<html>welcome</html>");
    Cli.Answer page = Cli.of(gateway).run("pipeline", "list");
    assertThat(page.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(page.err().strip()).contains("not JSON").doesNotContain("\n");
  }

  @Test
  void distinguishesARefusedWebSocketFromAnUnreachableGateway() {
    gateway.reply("/v1/streams/s/publish", 429, FakeGateway.error("TOO_MANY_REQUESTS", "x"));
    Cli.Answer answer = Cli.of(gateway).reading(new byte[] {1}).run("stream", "publish", "s", "-");
    assertThat(answer.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(answer.err().strip()).contains("HTTP 429").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipeline",
        "pipelin list",
        "pipeline lst",
        "pipeline show",
        "pipeline list extra",
        "pipeline set p --quality high",
        "stream publish s f --fps -1",
        "source seek s soon",
        "pipeline watch --interval 0",
        "image process a b",
        "stream list -o yaml",
        "completion fish"
      })
  void exitsWith2AndOneLineForAnInvalidCommandLine(String line) throws IOException {
    Cli.Answer table = Cli.of(gateway).run(line.split(" "));
    assertThat(table.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(table.err().strip()).isNotEmpty().doesNotContain("\n");
    Cli.Answer json = Cli.of(gateway).run((line + " -o json").split(" "));
    assertThat(json.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(json.errorJson().path("code").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(gateway.calls()).isEmpty();
  }

  @Test
  void listsTheVerbsIfNoneIsGivenWithoutOldForms() {
    assertThat(Cli.of(gateway).run("source").err())
        .contains("apply, list, rm, seek, set, show, start, stop, watch")
        .doesNotContain("add");
    assertThat(Cli.of(gateway).run("pipelin", "list").err()).contains("Did you mean pipeline?");
  }

  @Test
  void printsAStackTraceOnlyOnRequest() throws IOException {
    Failing failing = new Failing();
    Answer plain = run(failing, Map.of(), "fail");
    assertThat(plain.exitCode).isEqualTo(Exit.FAILED);
    assertThat(plain.err.strip())
        .contains("IllegalStateException: test", "--verbose")
        .doesNotContain("\n");
    assertThat(run(failing, Map.of(), "fail", "-o", "json").err)
        .startsWith("{\"code\":\"INTERNAL\"")
        .hasLineCount(1);
    assertThat(run(failing, Map.of(), "--verbose", "fail").err).contains("\tat io.darkroom.cli.");
    assertThat(run(failing, Map.of("DARKROOM_DEBUG", "1"), "fail").err).contains("\tat io.");
    assertThat(run(failing, Map.of(), "exhaust").err.strip())
        .contains("OutOfMemoryError")
        .doesNotContain("\n");
  }

  @Test
  void reportsAClosedStdoutInOneLine() {
    gateway.reply("/v1/pipelines", 200, "{\"pipelines\":[]}");
    StringWriter err = new StringWriter();
    CommandLine command =
        Darkroom.commandLine(environment(Map.of("DARKROOM_URL", gateway.url())))
            .setOut(new PrintWriter(new Closed()))
            .setErr(new PrintWriter(err));
    assertThat(Darkroom.run(command, "pipeline", "watch")).isEqualTo(Exit.FAILED);
    assertThat(err.toString().strip()).startsWith("stdout: closed").doesNotContain("\n");
    assertThat(gateway.calls()).hasSize(1);
  }

  private record Answer(int exitCode, String err) {}

  private static Answer run(Object more, Map<String, String> variables, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine command = Darkroom.commandLine(environment(variables));
    CommandLine added = new CommandLine(more);
    added.getSubcommands().forEach(command::addSubcommand);
    ErrorReport report = new ErrorReport();
    command
        .setExecutionExceptionHandler(report)
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return new Answer(Darkroom.run(command, arguments), err.toString());
  }

  private static CliEnvironment environment(Map<String, String> variables) {
    return new CliEnvironment(variables, System.in, new Closed());
  }

  @Command(subcommands = {Failing.Fail.class, Failing.Exhaust.class})
  static final class Failing {

    @Command(name = "fail")
    static final class Fail implements Runnable {
      @Override
      public void run() {
        throw new IllegalStateException("test");
      }
    }

    @Command(name = "exhaust")
    static final class Exhaust implements Runnable {
      @Override
      public void run() {
        throw new OutOfMemoryError("test");
      }
    }
  }

  private static final class Closed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
