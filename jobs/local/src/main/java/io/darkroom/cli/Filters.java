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

/** Lists the filters that the running job offers. */
@Command(
    name = "filters",
    description = "Lists the filters that the running job offers.",
    mixinStandardHelpOptions = true)
final class Filters implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode answer = connection.open().get("v1/filters");
    if (json) {
      spec.commandLine().getOut().println(answer.toPrettyString());
      return 0;
    }
    Table table = new Table("FILTER", "PARAMETERS (default)", "DOES");
    for (JsonNode filter : answer.path("filters")) {
      List<String> parameters = new ArrayList<>();
      filter.path("parameters").forEach(parameter -> parameters.add(describe(parameter)));
      table.row(
          filter.path("id").asText(),
          String.join(", ", parameters),
          filter.path("description").asText());
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  private static String describe(JsonNode parameter) {
    return parameter.path("id").asText() + "=" + parameter.path("defaultValue").asText();
  }
}
