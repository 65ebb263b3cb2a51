package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes what gateways and the job log while they run. */
@Command(
    name = "log-level",
    description =
        "Changes what gateways and the job log while they run: all of them, until it is reset.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LogLevels implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "list",
      description = "Lists the levels that were changed.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Connection connection,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().get("v1/log-levels");
    if (json) {
      print(answer.toPrettyString());
      return 0;
    }
    Table table = new Table("LOGGER", "LEVEL");
    answer
        .path("levels")
        .forEach(each -> table.row(each.path("logger").asText(), each.path("level").asText()));
    table.print(spec.commandLine().getOut());
    return 0;
  }

  @Command(name = "set", description = "Changes a level.", mixinStandardHelpOptions = true)
  int set(
      @Mixin Connection connection,
      @Parameters(
              paramLabel = "LOGGER",
              description = "Such as io.darkroom.gateway, with all below it; ROOT is above all.")
          String logger,
      @Parameters(paramLabel = "LEVEL", description = "trace, debug, info, warn, error or off.")
          String level) {
    JsonNode answer =
        connection
            .open()
            .put(path(logger), JsonNodeFactory.instance.objectNode().put("level", level));
    print(answer.path("logger").asText() + ": " + answer.path("level").asText());
    return 0;
  }

  @Command(
      name = "reset",
      description = "Goes back to the level of the start.",
      mixinStandardHelpOptions = true)
  int reset(
      @Mixin Connection connection,
      @Parameters(paramLabel = "LOGGER", description = "As it was set.") String logger) {
    connection.open().delete(path(logger));
    print(logger + ": as at the start");
    return 0;
  }

  private static String path(String logger) {
    return "v1/log-levels/" + GatewayClient.encoded(logger);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
