package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets, lists and removes pipelines. */
@Command(
    name = "pipeline",
    description = "Sets, lists and removes pipelines.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Pipelines implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "set",
      description = "Creates a pipeline or changes it.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin Connection connection,
      @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.") String pipelineId,
      @Option(names = "--stream", required = true, description = "Stream whose frames it takes.")
          String streamId,
      @Option(
              names = "--chain",
              required = true,
              description = "Such as 'grayscale | gaussian_blur(sigma=2)'.")
          String chain,
      @Option(names = "--accelerator", description = "auto (the default), cpu or cuda.")
          String accelerator,
      @Option(names = "--encoding", description = "jpeg (the default) or png.") String encoding,
      @Option(names = "--quality", description = "Of JPEG, 1 to 100 (default: 90).")
          Integer quality,
      @Option(names = "--scale", description = "Size factor, above 0 up to 1 (default: 1).")
          Double scale,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("streamId", streamId).put("chain", chain);
    if (accelerator != null) {
      body.put("accelerator", accelerator);
    }
    ObjectNode output = body.putObject("output");
    if (encoding != null) {
      output.put("encoding", encoding);
    }
    if (quality != null) {
      output.put("quality", quality);
    }
    if (scale != null) {
      output.put("scale", scale);
    }
    JsonNode answer = connection.open().put(path(pipelineId), body);
    if (json) {
      print(answer.toPrettyString());
    } else {
      print(
          "%s: revision %d in force: %s"
              .formatted(
                  pipelineId, answer.path("revision").asInt(), answer.path("chain").asText()));
    }
    return 0;
  }

  @Command(name = "list", description = "Lists the pipelines.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Connection connection,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().get("v1/pipelines");
    if (json) {
      print(answer.toPrettyString());
      return 0;
    }
    Table table = new Table("PIPELINE", "STREAM", "REVISION", "ACCELERATOR", "OUTPUT", "CHAIN");
    for (JsonNode pipeline : answer.path("pipelines")) {
      table.row(
          pipeline.path("pipelineId").asText(),
          pipeline.path("streamId").asText(),
          pipeline.path("revision").asInt(),
          pipeline.path("accelerator").asText(),
          pipeline.path("output").path("encoding").asText(),
          pipeline.path("chain").asText());
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  @Command(name = "rm", description = "Removes a pipeline.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin Connection connection,
      @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
          String pipelineId) {
    connection.open().delete(path(pipelineId));
    print(pipelineId + ": removed");
    return 0;
  }

  private static String path(String pipelineId) {
    return "v1/pipelines/" + GatewayClient.encoded(pipelineId);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
