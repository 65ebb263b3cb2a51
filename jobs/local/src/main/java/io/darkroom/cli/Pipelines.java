package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on pipelines. */
@Command(
    name = "pipeline",
    description = "Lists, shows, sets, watches and removes pipelines.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PipelineSnapshot.class)
final class Pipelines {

  static final String PATH = "v1/pipelines/";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists the pipelines.", mixinStandardHelpOptions = true)
  int list(@Mixin OfStream stream) {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get(stream.path());
    return session.print(answer, table(answer));
  }

  @Command(
      name = "watch",
      description = "Lists the pipelines again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin OfStream stream, @Mixin Watch watch) {
    Session session = Session.of(spec);
    GatewayClient gateway = session.gateway();
    return watch.run(session, () -> gateway.get(stream.path()), Pipelines::table);
  }

  /** Which pipelines are meant. */
  static final class OfStream {
    @Option(names = "--stream", paramLabel = "STREAM", description = "Only those of this stream.")
    private String streamId;

    String path() {
      return "v1/pipelines"
          + (streamId == null ? "" : "?streamId=" + GatewayClient.encoded(streamId));
    }
  }

  private static Table table(JsonNode answer) {
    Table table = new Table("PIPELINE", "STREAM", "REVISION", "ACCELERATOR", "OUTPUT", "CHAIN");
    for (JsonNode pipeline : answer.path("pipelines")) {
      table.row(
          pipeline.path("pipelineId").asText(),
          pipeline.path("streamId").asText(),
          pipeline.path("revision").asText(),
          pipeline.path("accelerator").asText(),
          pipeline.path("output").path("encoding").asText(),
          pipeline.path("chain").asText());
    }
    return table;
  }

  @Command(name = "show", description = "Shows a pipeline.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
          String pipelineId) {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get(path(pipelineId));
    return session.print(answer, Fields.table(answer));
  }

  @Command(
      name = "set",
      description = "Changes what is named of a pipeline, or creates it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.") String pipelineId,
      @Mixin PipelineSettings settings) {
    if (settings.isEmpty()) {
      throw Refusal.usage(
          "pipeline set: nothing to change (expected: an option such as --chain). Add one.");
    }
    Session session = Session.of(spec);
    JsonNode answer =
        new Change(session.gateway(), path(pipelineId))
            .make(present -> settings.applyTo(present, pipelineId));
    return session.print(answer, describe(answer));
  }

  @Command(
      name = "apply",
      description = "Replaces pipelines by what a file says, or creates them.",
      mixinStandardHelpOptions = true)
  int apply(
      @Parameters(
              paramLabel = "PIPELINE",
              arity = "0..1",
              description = "Name of the pipeline, where the file has none.")
          String pipelineId,
      @Mixin Documents documents) {
    Session session = Session.of(spec);
    return Applied.all(session, documents.read(session.surroundings(), Kind.PIPELINE, pipelineId));
  }

  @Command(name = "rm", description = "Removes pipelines.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "PIPELINE", arity = "1..*", description = "Names of the pipelines.")
          List<String> pipelineIds) {
    return Removal.of(Session.of(spec), PATH, "pipelineId", pipelineIds, "removed");
  }

  private static String path(String pipelineId) {
    return PATH + GatewayClient.encoded(pipelineId);
  }

  static String describe(JsonNode pipeline) {
    return "%s: revision %s in force: %s"
        .formatted(
            pipeline.path("pipelineId").asText(),
            pipeline.path("revision").asText(),
            pipeline.path("chain").asText());
  }
}
