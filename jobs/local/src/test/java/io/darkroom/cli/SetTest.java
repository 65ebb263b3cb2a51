package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code set} changes only the settings that are given. */
class SetTest {

  private static final String EDGES = "/v1/pipelines/edges";
  private static final String PRESENT =
      """
      {"pipelineId":"edges","streamId":"cam","chain":"sobel","accelerator":"cpu",
       "output":{"encoding":"png","quality":70,"scale":0.5},
       "labels":{"team":"a"},"enabled":false,
       "revision":9007199254740991,"effectiveFrom":"2026-01-01T00:00:00Z"}
      """;

  @Test
  void keepsOtherFieldsIncludingUnknownOnes() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      gateway.store(EDGES, PRESENT);
      Cli.Answer answer = Cli.of(gateway).run("pipeline", "set", "edges", "--quality", "80");
      assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
      JsonNode body = gateway.calls().get(1).body();
      ObjectNode expected =
          new com.fasterxml.jackson.databind.ObjectMapper().readValue(PRESENT, ObjectNode.class);
      expected.withObjectProperty("output").put("quality", 80);
      assertThat(body).isEqualTo(expected.without(java.util.List.of("revision", "effectiveFrom")));
    }
  }

  @Test
  void changesSingleLabelsAndEnabled() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      gateway.store(EDGES, PRESENT);
      Cli.Answer answer =
          Cli.of(gateway)
              .run(
                  "pipeline",
                  "set",
                  "edges",
                  "--label",
                  "site=north",
                  "--label",
                  "team=",
                  "--enabled");
      assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
      JsonNode body = gateway.calls().get(1).body();
      assertThat(body.path("labels").toString()).isEqualTo("{\"site\":\"north\"}");
      assertThat(body.path("enabled").asBoolean()).isTrue();
      assertThat(Cli.of(gateway).run("pipeline", "set", "edges", "--no-enabled").exitCode())
          .isZero();
      assertThat(gateway.stored(EDGES).path("enabled").asBoolean(true)).isFalse();
    }
  }

  @Test
  void makesAPipelineOnDemandAndBack() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      gateway.store(EDGES, PRESENT);
      assertThat(Cli.of(gateway).run("pipeline", "set", "edges", "--on-demand").exitCode())
          .isZero();
      assertThat(gateway.stored(EDGES).path("onDemand").asBoolean()).isTrue();
      assertThat(Cli.of(gateway).run("pipeline", "set", "edges", "--no-on-demand").exitCode())
          .isZero();
      assertThat(gateway.stored(EDGES).path("onDemand").asBoolean(true)).isFalse();
    }
  }

  @Test
  void readsTheSecretsOfASourceFromFiles(@TempDir Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "hush \n");
    Path pin = Files.writeString(folder.resolve("pin"), "4711");
    try (FakeGateway gateway = FakeGateway.start()) {
      Cli.Answer answer =
          Cli.of(gateway)
              .run(
                  "source",
                  "set",
                  "lobby",
                  "rtsp://camera/{pin}",
                  "--username=ann",
                  "--password-file=" + password,
                  "--parameter-file=pin=" + pin);
      assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
      assertThat(gateway.stored("/v1/sources/lobby").path("credentials").toString())
          .isEqualTo(
              "{\"username\":\"ann\",\"password\":\"hush \",\"parameters\":{\"pin\":\"4711\"}}");
      Cli.Answer missing =
          Cli.of(gateway).run("source", "set", "lobby", "--password-file=" + folder + "/none");
      assertThat(missing.exitCode()).isEqualTo(Exit.FAILED);
      assertThat(missing.err()).contains("--password-file", "cannot be read");
    }
  }

  @Test
  void createsAMissingPipeline() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      Cli.Answer answer =
          Cli.of(gateway).run("pipeline", "set", "edges", "--stream", "cam", "--chain", "invert");
      assertThat(answer.out()).isEqualTo("edges: revision 1 in force: invert\n");
      assertThat(gateway.stored(EDGES).path("streamId").asText()).isEqualTo("cam");
      assertThat(gateway.calls().get(1).ifMatch()).isNull();
    }
  }

  @Test
  void doesNotCreateFromIncompleteSettings() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      Cli.Answer answer = Cli.of(gateway).run("pipeline", "set", "edges", "--chain", "invert");
      assertThat(answer.exitCode()).isEqualTo(Exit.NOT_FOUND);
      assertThat(answer.err()).contains("edges", "--stream");
      assertThat(Cli.of(gateway).run("source", "set", "door", "--fps", "5").exitCode())
          .isEqualTo(Exit.NOT_FOUND);
      assertThat(gateway.calls()).extracting(FakeGateway.Call::method).containsOnly("GET");
    }
  }

  @Test
  void refusesACallWithoutChanges() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      assertThat(Cli.of(gateway).run("pipeline", "set", "edges").exitCode()).isEqualTo(Exit.USAGE);
      assertThat(Cli.of(gateway).run("source", "set", "door").exitCode()).isEqualTo(Exit.USAGE);
      assertThat(gateway.calls()).isEmpty();
    }
  }

  @Test
  void sendsTheEtagThatItRead() throws IOException {
    try (FakeGateway gateway = FakeGateway.withEtags()) {
      gateway.store(EDGES, "{\"streamId\":\"cam\",\"chain\":\"sobel\",\"revision\":4}");
      assertThat(Cli.of(gateway).run("pipeline", "set", "edges", "--scale", "0.5").exitCode())
          .isZero();
      assertThat(gateway.calls().get(1).ifMatch()).isEqualTo("\"4\"");
    }
  }

  @Test
  void keepsAConcurrentChange() throws IOException {
    try (FakeGateway gateway = FakeGateway.withEtags()) {
      gateway.store(EDGES, "{\"streamId\":\"cam\",\"chain\":\"sobel\",\"revision\":4}");
      AtomicInteger puts = new AtomicInteger();
      gateway.beforePut(
          () -> {
            if (puts.getAndIncrement() == 0) {
              storeUnchecked(gateway, "{\"streamId\":\"cam\",\"chain\":\"invert\",\"revision\":5}");
            }
          });
      Cli.Answer answer = Cli.of(gateway).run("pipeline", "set", "edges", "--quality", "50");
      assertThat(answer.out()).isEqualTo("edges: revision 6 in force: invert\n");
      assertThat(gateway.stored(EDGES).at("/output/quality").asInt()).isEqualTo(50);
    }
  }

  @Test
  void givesUpAfterRepeatedConflicts() throws IOException {
    try (FakeGateway gateway = FakeGateway.withEtags()) {
      AtomicInteger revision = new AtomicInteger(10);
      Runnable change =
          () ->
              storeUnchecked(
                  gateway,
                  "{\"streamId\":\"cam\",\"chain\":\"invert\",\"revision\":%d}"
                      .formatted(revision.incrementAndGet()));
      change.run();
      gateway.beforePut(change);
      Cli.Answer answer = Cli.of(gateway).run("pipeline", "set", "edges", "--quality", "50");
      assertThat(answer.exitCode()).isEqualTo(Exit.REFUSED);
      assertThat(gateway.calls()).hasSize(10);
    }
  }

  @Test
  void doesNotSendTheStatusOfASource() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      gateway.store(
          "/v1/sources/door",
          """
          {"sourceId":"door","uri":"rtsp://cam/1","fps":15,"widthPx":640,"heightPx":360,
           "loop":true,"revision":2,"status":{"state":"live"}}
          """);
      Cli cli = Cli.of(gateway);
      assertThat(cli.run("source", "set", "door", "--size", "1280x720", "--no-loop").exitCode())
          .isZero();
      JsonNode body = gateway.calls().get(1).body();
      assertThat(body.has("status")).isFalse();
      assertThat(body.path("uri").asText()).isEqualTo("rtsp://cam/1");
      assertThat(body.path("fps").asInt()).isEqualTo(15);
      assertThat(body.path("widthPx").asInt()).isEqualTo(1280);
      assertThat(body.path("heightPx").asInt()).isEqualTo(720);
      assertThat(body.path("loop").asBoolean(true)).isFalse();
      assertThat(cli.run("source", "set", "door", "video:a.mp4").exitCode()).isZero();
      assertThat(gateway.stored("/v1/sources/door").path("fps").asInt()).isEqualTo(15);
    }
  }

  @Test
  void changesTheTitleOfAPresetAlone() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      gateway.store(
          "/v1/presets/soft",
          """
          {"presetId":"soft","title":"Soft","chain":"box_blur","revision":2,
           "updatedAt":"2026-01-01T00:00:00Z"}
          """);
      Cli cli = Cli.of(gateway);
      assertThat(cli.run("preset", "set", "soft", "--title", "Soft look").exitCode()).isZero();
      JsonNode body = gateway.calls().get(1).body();
      assertThat(body.toString())
          .isEqualTo("{\"presetId\":\"soft\",\"title\":\"Soft look\",\"chain\":\"box_blur\"}");
      assertThat(cli.run("preset", "set", "soft").exitCode()).isEqualTo(Exit.USAGE);
    }
  }

  @Test
  void distinguishesSizeAndScale() throws IOException {
    try (FakeGateway gateway = FakeGateway.start()) {
      Cli cli = Cli.of(gateway);
      Cli.Answer factor = cli.run("source", "set", "door", "test:x", "--size", "0.5");
      assertThat(factor.exitCode()).isEqualTo(Exit.USAGE);
      assertThat(factor.err()).contains("--size 1280x720");
      assertThat(cli.run("pipeline", "set", "edges", "--scale", "1280x720").exitCode())
          .isEqualTo(Exit.USAGE);
    }
  }

  private static void storeUnchecked(FakeGateway gateway, String json) {
    try {
      gateway.store(EDGES, json);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
