package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes what gateways and the job log while they run. */
@Command(
    name = "log-level",
    description =
        "Changes what gateways and the job log while they run: all of them, until it is reset.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LogLevels {

  private static final String PATH = "v1/log-levels/";

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the levels that were changed.",
      mixinStandardHelpOptions = true)
  int list() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().list("v1/log-levels", "levels");
    Table table = new Table("LOGGER", "LEVEL");
    answer
        .path("levels")
        .forEach(each -> table.row(each.path("logger").asText(), each.path("level").asText()));
    return session.print(answer, table);
  }

  @Command(name = "set", description = "Changes a level.", mixinStandardHelpOptions = true)
  int set(
      @Parameters(
              paramLabel = "LOGGER",
              description = "Such as io.darkroom.gateway, with all below it; ROOT is above all.")
          String logger,
      @Parameters(paramLabel = "LEVEL", description = "trace, debug, info, warn, error or off.")
          String level) {
    Session session = Session.of(spec);
    JsonNode body = JsonNodeFactory.instance.objectNode().put("level", level);
    JsonNode answer = session.gateway().put(PATH + GatewayClient.encoded(logger), body);
    return session.print(
        answer, answer.path("logger").asText() + ": " + answer.path("level").asText());
  }

  @Command(
      name = "reset",
      description = "Goes back to the level of the start.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "LOGGER", arity = "1..*", description = "As they were set.")
          List<String> loggers) {
    return Removal.of(Session.of(spec), PATH, "logger", loggers, "as at the start");
  }
}
