package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on filters. */
@Command(
    name = "filter",
    description = "Lists and shows the filters that the running job offers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = FilterList.class)
final class Filters {

  static final String PATH = "v1/filters";
  static final String FIELD = "filters";

  @Spec private CommandSpec spec;

  @Command(
      name = "show",
      description = "Shows a filter with all of its parameters.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "FILTER", description = "Such as gaussian_blur.") String filterId) {
    Session session = Session.of(spec);
    JsonNode filters = session.gateway().list(PATH, FIELD).path(FIELD);
    JsonNode filter = Fields.require(filters, "id", filterId, "filter");
    return session.print(filter, Fields.table(filter));
  }
}
