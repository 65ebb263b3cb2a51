package io.darkroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for filters. */
@Command(
    name = "filter",
    description = "Lists and shows the filters that the running job offers.",
    subcommands = FilterListCommand.class)
final class FilterCommands extends CommandGroup {

  static final ResourceList LIST =
      new ResourceList("v1/filters", "filters", FilterListCommand::table);

  @Command(
      name = "show",
      description = "Shows a filter with all of its parameters.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "FILTER", description = "Name of the filter, such as gaussian_blur.")
          String filterId) {
    return LIST.printElement(invocation(), "filter", "id", filterId);
  }
}
