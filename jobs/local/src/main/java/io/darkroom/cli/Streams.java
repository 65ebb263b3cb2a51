package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the streams and what became of their frames. */
@Command(
    name = "streams",
    description = "Lists the streams and what became of their frames.",
    mixinStandardHelpOptions = true)
final class Streams implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode answer = connection.open().get("v1/streams");
    if (json) {
      spec.commandLine().getOut().println(answer.toPrettyString());
      return 0;
    }
    Table table =
        new Table("STREAM", "STATE", "FPS", "FRAMES", "SIZE", "MISSING", "REJECTS", "PIPELINES");
    for (JsonNode stream : answer.path("streams")) {
      List<String> pipelines = new ArrayList<>();
      stream.path("pipelines").forEach(p -> pipelines.add(p.path("pipelineId").asText()));
      JsonNode last = stream.path("lastFrame");
      table.row(
          stream.path("streamId").asText(),
          stream.path("state").asText(),
          "%.1f".formatted(stream.path("fps").asDouble()),
          stream.path("frames").asLong(),
          last.path("width").asInt() + "x" + last.path("height").asInt(),
          stream.path("missing").asLong(),
          total(stream.path("rejects")),
          String.join(", ", pipelines));
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  private static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }
}
