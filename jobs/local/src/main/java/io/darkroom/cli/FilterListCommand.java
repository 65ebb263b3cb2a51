package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the filters that the running job offers. */
@Command(name = "list", description = "Lists the filters that the running job offers.")
final class FilterListCommand extends LeafCommand {

  @Override
  int run(Invocation invocation) {
    return FilterCommands.LIST.print(invocation);
  }

  static Table table(JsonNode list) {
    Table table = new Table("FILTER", "PARAMETERS (DEFAULT)", "DESCRIPTION");
    for (JsonNode filter : list.path("filters")) {
      List<String> parameters = new ArrayList<>();
      filter.path("parameters").forEach(parameter -> parameters.add(describe(parameter)));
      table.row(
          filter.path("id").asText(),
          String.join(", ", parameters),
          filter.path("description").asText());
    }
    return table;
  }

  private static String describe(JsonNode parameter) {
    return parameter.path("id").asText() + "=" + parameter.path("defaultValue").asText();
  }
}
