package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the filters that the running job offers. */
@Command(
    name = "list",
    description = "Lists the filters that the running job offers.",
    mixinStandardHelpOptions = true)
final class FilterList implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().list(Filters.PATH, Filters.FIELD);
    return session.print(answer, table(answer));
  }

  private static Table table(JsonNode answer) {
    Table table = new Table("FILTER", "PARAMETERS (DEFAULT)", "DESCRIPTION");
    for (JsonNode filter : answer.path(Filters.FIELD)) {
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
