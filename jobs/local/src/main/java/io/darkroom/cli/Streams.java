package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on streams. */
@Command(
    name = "stream",
    description = "Lists, shows and watches streams, and publishes frames.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {StreamList.class, StreamPublish.class})
final class Streams {

  static final String PATH = "v1/streams";
  static final String FIELD = "streams";

  @Spec private CommandSpec spec;

  @Command(name = "show", description = "Shows a stream.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId) {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get(PATH + "/" + GatewayClient.encoded(streamId));
    return session.print(answer, Fields.table(answer));
  }

  @Command(
      name = "watch",
      description = "Lists the streams again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin Watch watch) {
    Session session = Session.of(spec);
    GatewayClient gateway = session.gateway();
    return watch.run(session, () -> gateway.list(PATH, FIELD), Streams::table);
  }

  static Table table(JsonNode answer) {
    Table table =
        new Table("STREAM", "STATE", "FPS", "FRAMES", "SIZE", "MISSING", "REJECTS", "PIPELINES");
    for (JsonNode stream : answer.path(FIELD)) {
      List<String> pipelines = new ArrayList<>();
      stream.path("pipelines").forEach(p -> pipelines.add(p.path("pipelineId").asText()));
      table.row(
          stream.path("streamId").asText(),
          stream.path("state").asText(),
          "%.1f".formatted(stream.path("fps").asDouble()),
          stream.path("frames").asLong(),
          Fields.size(stream.path("lastFrame")),
          stream.path("missing").asLong(),
          Fields.total(stream.path("rejects")),
          String.join(", ", pipelines));
    }
    return table;
  }
}
