package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for log levels of running gateways and jobs. */
@Command(
    name = "log-level",
    description =
        "Changes log levels of all gateways and the job while they run. A change lasts until you"
            + " reset it.")
final class LogLevelCommands extends CommandGroup {

  private static final ResourceList LIST =
      new ResourceList("v1/log-levels", "levels", LogLevelCommands::table);
  private static final String PATH = LIST.path() + "/";

  @Command(
      name = "list",
      description = "Lists the changed log levels.",
      mixinStandardHelpOptions = true)
  int list() {
    return LIST.print(invocation());
  }

  private static Table table(JsonNode list) {
    Table table = new Table("LOGGER", "LEVEL");
    for (JsonNode level : list.path("levels")) {
      table.row(level.path("logger").asText(), level.path("level").asText());
    }
    return table;
  }

  @Command(name = "set", description = "Sets a log level.", mixinStandardHelpOptions = true)
  int set(
      @Parameters(
              paramLabel = "LOGGER",
              description =
                  "Logger, such as io.darkroom.gateway; includes the loggers below it. ROOT is the"
                      + " root logger.")
          String logger,
      @Parameters(
              paramLabel = "LEVEL",
              description = "Log level: trace, debug, info, warn, error or off.")
          String level) {
    Invocation invocation = invocation();
    JsonNode body = JsonNodeFactory.instance.objectNode().put("level", level);
    JsonNode answer = invocation.gateway().put(PATH + GatewayClient.encoded(logger), body);
    return invocation.print(
        answer, answer.path("logger").asText() + ": " + answer.path("level").asText());
  }

  @Command(
      name = "reset",
      description = "Restores the levels that were configured at startup.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "LOGGER", arity = "1..*", description = "Loggers to reset.")
          List<String> loggers) {
    return Removal.of(invocation(), PATH, "logger", loggers, "reset");
  }
}
