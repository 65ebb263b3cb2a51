package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The output of commands. */
class OutputTest {

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyCommandHasTheGlobalOptions() {
    List<CommandSpec> all = new ArrayList<>();
    collect(Darkroom.commandLine(new CliEnvironment(Map.of(), System.in, System.out)), all);
    assertThat(all).hasSizeGreaterThan(50);
    for (CommandSpec command : all) {
      assertThat(command.optionsMap().keySet())
          .describedAs(command.qualifiedName())
          .contains("-o", "--output", "--json", "--url", "--context", "--verbose", "--help");
    }
  }

  private static void collect(CommandLine command, List<CommandSpec> all) {
    all.add(command.getCommandSpec());
    command.getSubcommands().values().forEach(subcommand -> collect(subcommand, all));
  }

  @Test
  void printsTheGatewaysJsonIncludingUnknownFields() throws IOException {
    String list = "{\"pipelines\":[{\"pipelineId\":\"p\",\"fieldOfLater\":{\"a\":[1]}}]}";
    gateway.reply("/v1/pipelines", 200, list);
    assertThat(Cli.of(gateway).run("pipeline", "list", "-o", "json").json().toString())
        .isEqualTo(list);
  }

  @Test
  void showPrintsARowPerFieldIncludingUnknownOnes() {
    gateway.reply(
        "/v1/pipelines/p",
        200,
        "{\"pipelineId\":\"p\",\"output\":{\"quality\":90},\"labels\":{\"team\":\"a\"},"
            + "\"tags\":[\"x\",\"y\"],\"steps\":[{\"id\":\"s\"}],\"revision\":\"9223372036854775807\"}");
    assertThat(Cli.of(gateway).run("pipeline", "show", "p").out())
        .isEqualTo(
            """
            FIELD           VALUE
            pipelineId      p
            output.quality  90
            labels.team     a
            tags            x, y
            steps[0].id     s
            revision        9223372036854775807
            """);
  }

  @Test
  void printsADashForAnEmptyCell() {
    gateway.reply("/v1/sources", 200, "{\"sources\":[{\"sourceId\":\"s\",\"uri\":\"test:x\"}]}");
    assertThat(Cli.of(gateway).run("source", "list").out().lines().skip(1).findFirst())
        .hasValueSatisfying(row -> assertThat(row.split(" +")).hasSize(10));
  }

  @Test
  void removesControlCharactersFromText() {
    gateway.reply(
        "/v1/sources",
        200,
        "{\"sources\":[{\"sourceId\":\"s\",\"status\":{\"lastError\":\"a\\u001b[2Jb\\nc\\u009bd\"}}]}");
    String out = Cli.of(gateway).run("source", "list").out();
    assertThat(out).hasLineCount(2).doesNotContain("\u001b", "\u009b").endsWith("a [2Jb c d\n");
    gateway.reply(
        "/v1/sources", 400, "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"a\\u001bb\\nc\"}");
    assertThat(Cli.of(gateway).run("source", "list").err()).isEqualTo("a b c\n");
  }

  @Test
  void watchPrintsOneLineOfJsonPerList() {
    gateway.reply("/v1/streams", 200, "{\"streams\":[]}");
    assertThat(
            Cli.of(gateway)
                .run("stream", "watch", "--times", "3", "--interval", "0.001", "-o", "json")
                .out())
        .isEqualTo("{\"streams\":[]}\n".repeat(3));
  }

  @Test
  void listsPipelinesOfOneStream() {
    gateway.reply("/v1/pipelines", 200, "{\"pipelines\":[]}");
    Cli.of(gateway).run("pipeline", "list", "--stream", "a b");
    assertThat(gateway.calls().get(0).uri()).isEqualTo("/v1/pipelines?streamId=a%20b");
  }

  @Test
  void rmStopsAtTheFirstMissingResource() throws IOException {
    gateway.store("/v1/pipelines/a", "{}");
    gateway.reply("/v1/pipelines/b", 404, FakeGateway.error("NOT_FOUND", "pipeline: b"));
    Cli.Answer answer = Cli.of(gateway).run("pipeline", "rm", "a", "b", "c");
    assertThat(answer.exitCode()).isEqualTo(Exit.NOT_FOUND);
    assertThat(answer.out()).isEqualTo("a: removed\n");
    assertThat(gateway.stored("/v1/pipelines/a")).isNull();
    assertThat(gateway.calls()).hasSize(2);
  }

  @Test
  void showFindsAFilterOrSuggestsOne() {
    gateway.reply("/v1/filters", 200, "{\"filters\":[{\"id\":\"invert\",\"since\":\"0.1\"}]}");
    assertThat(Cli.of(gateway).run("filter", "show", "invert").out()).containsPattern("since +0.1");
    Cli.Answer missing = Cli.of(gateway).run("filter", "show", "invrt");
    assertThat(missing.exitCode()).isEqualTo(Exit.NOT_FOUND);
    assertThat(missing.err()).contains("Did you mean invert?");
  }

  @Test
  void healthFailsWhereNotAllIsWell() {
    gateway.reply("/healthz", 200, "{\"status\":\"degraded\"}");
    assertThat(Cli.of(gateway).run("health").exitCode()).isEqualTo(Exit.FAILED);
    gateway.reply("/healthz", 200, "{\"status\":\"ok\"}");
    assertThat(Cli.of(gateway).run("health").exitCode()).isZero();
  }

  @Test
  void healthPrintsALinePerJob() {
    gateway.reply(
        "/healthz",
        200,
        "{\"status\":\"ok\",\"job\":{\"jobId\":\"a\"},\"jobs\":["
            + "{\"jobId\":\"a\",\"group\":\"blue\",\"state\":\"running\",\"engine\":\"cpu\","
            + "\"checkpointAgeMillis\":2500},"
            + "{\"jobId\":\"b\",\"group\":\"green\",\"state\":\"silent\",\"engine\":\"cuda\"}]}");
    assertThat(Cli.of(gateway).run("health").out())
        .endsWith(
            """
            job a of group blue: running, engine cpu, last checkpoint 2 s ago
            job b of group green: silent, engine cuda, no checkpoint yet
            """);
  }
}
