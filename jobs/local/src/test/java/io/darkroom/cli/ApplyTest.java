package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code apply} replaces pipelines and sources by those in JSON files. */
class ApplyTest {

  private static final String EDGES =
      "{\"pipelineId\":\"edges\",\"streamId\":\"cam\",\"chain\":\"sobel\"}";
  private static final String DOOR = "{\"sourceId\":\"door\",\"uri\":\"rtsp://cam/1\"}";

  @TempDir private Path folder;

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
  void replacesTheWholeResource() throws IOException {
    gateway.store("/v1/pipelines/edges", "{\"output\":{\"quality\":5},\"revision\":1}");
    Path file = Files.writeString(folder.resolve("edges.json"), EDGES);
    Cli.Answer answer = Cli.of(gateway).run("apply", "-f", file.toString());
    assertThat(answer.out()).isEqualTo("edges: revision 2 in force: sobel\n");
    assertThat(gateway.calls()).hasSize(1);
    assertThat(gateway.stored("/v1/pipelines/edges").has("output")).isFalse();
  }

  @Test
  void acceptsAnArrayOfBothTypesFromStdin() throws IOException {
    Cli.Answer answer =
        Cli.of(gateway)
            .reading("[" + EDGES + "," + DOOR + "]")
            .run("apply", "-f", "-", "-o", "json");
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(answer.json()).hasSize(2);
    assertThat(gateway.stored("/v1/sources/door").path("uri").asText()).isEqualTo("rtsp://cam/1");
  }

  @Test
  void acceptsTheOutputOfList() throws IOException {
    String list =
        "{\"pipelines\":[{\"pipelineId\":\"edges\",\"chain\":\"sobel\",\"revision\":7,"
            + "\"effectiveFrom\":\"2026-01-01T00:00:00Z\"}]}";
    assertThat(Cli.of(gateway).reading(list).run("apply", "-f", "-").exitCode()).isZero();
    JsonNode body = gateway.calls().get(0).body();
    assertThat(body.has("revision")).isFalse();
    assertThat(body.has("effectiveFrom")).isFalse();
  }

  @Test
  void acceptsSeveralObjectsInSequence() {
    assertThat(Cli.of(gateway).reading(EDGES + "\n" + DOOR).run("apply", "-f", "-").out())
        .hasLineCount(2);
  }

  @Test
  void keepsAnEffectiveFromOfTheUser() throws IOException {
    String later = EDGES.replace("}", ",\"effectiveFrom\":\"2030-01-01T00:00:00Z\"}");
    Cli.of(gateway).reading(later).run("apply", "-f", "-");
    assertThat(gateway.calls().get(0).body().path("effectiveFrom").asText()).startsWith("2030");
  }

  @Test
  void usesTheNameOnTheCommandLineForABodyWithoutAName() throws IOException {
    Cli cli = Cli.of(gateway).reading("{\"streamId\":\"cam\",\"chain\":\"invert\"}");
    assertThat(cli.run("pipeline", "apply", "edges", "-f", "-").exitCode()).isZero();
    assertThat(gateway.stored("/v1/pipelines/edges").path("chain").asText()).isEqualTo("invert");
    assertThat(cli.run("pipeline", "apply", "-f", "-").exitCode()).isEqualTo(Exit.FAILED);
    assertThat(cli.reading(EDGES).run("pipeline", "apply", "other", "-f", "-").exitCode())
        .isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pipelineId\":\"a\"",
        "7",
        "{}",
        "{\"pipelineId\":\"a\",\"sourceId\":\"b\"}",
        "{\"pipelineId\":\"a\",\"presetId\":\"b\"}",
        "{\"pipelineId\":\"a\",\"chain\":\"x\",\"chain\":\"y\"}",
        "nonsense"
      })
  void sendsNothingIfAnyElementIsInvalid(String bad) {
    Cli.Answer answer = Cli.of(gateway).reading(EDGES + "\n" + bad).run("apply", "-f", "-");
    assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(answer.err().strip()).isNotEmpty().doesNotContain("\n");
    assertThat(gateway.calls()).isEmpty();
  }

  @Test
  void namesTheRefusedResourceAndPrintsTheAppliedOnes() throws IOException {
    gateway.reply("/v1/sources/door", 400, FakeGateway.error("INVALID_ARGUMENT", "uri: bad"));
    Cli cli = Cli.of(gateway).reading("[" + EDGES + "," + DOOR + "]");
    Cli.Answer table = cli.run("apply", "-f", "-");
    assertThat(table.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(table.out()).startsWith("edges: revision 1");
    assertThat(table.err()).isEqualTo("source door: uri: bad\n");
    Cli.Answer json = cli.run("apply", "-f", "-", "-o", "json");
    assertThat(json.json()).hasSize(1);
    assertThat(json.errorJson().at("/details/0/column").asInt()).isEqualTo(3);
  }

  @Test
  void reportsAMissingFile() {
    Cli.Answer answer = Cli.of(gateway).run("apply", "-f", folder.resolve("none").toString());
    assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(answer.err().strip()).contains("none", "does not exist").doesNotContain("\n");
  }
}
