package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the streams, with their frame rates and losses. */
@Command(name = "list", description = "Lists the streams, with their frame rates and losses.")
final class StreamListCommand extends LeafCommand {

  @Override
  int run(Invocation invocation) {
    return StreamCommands.LIST.print(invocation);
  }

  static Table table(JsonNode list) {
    Table table =
        new Table("STREAM", "STATE", "FPS", "FRAMES", "SIZE", "MISSING", "REJECTS", "PIPELINES");
    for (JsonNode stream : list.path("streams")) {
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
