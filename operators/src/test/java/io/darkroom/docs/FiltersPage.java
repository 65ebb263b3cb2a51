package io.darkroom.docs;

import static java.util.stream.Collectors.joining;

import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter;
import io.darkroom.definition.Parameter.Numeric;
import java.util.List;

/** Generates the text of FILTERS.md from the definitions. */
final class FiltersPage {

  static final String IMAGES = "operators/thumbnails";

  private FiltersPage() {}

  static String of(List<FilterDefinition> filters) {
    return """
        # Filters

        This page is generated from the catalogue; `./mvnw -pl operators -am test -Dtest=FiltersPageTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Ddarkroom.docs=write` regenerates it. Each picture shows a scene before \
        and after the filter with the settings below it. Results equal those of OpenCV for 8 bits; the Javadoc of each class in \
        `operators/src/main/java/io/darkroom/filters` names the function and flags. A GPU gives the same bytes, unless a \
        tolerance is stated.

        %s
        %s"""
        .formatted(
            filters.stream().map(FiltersPage::line).collect(joining("\n", "", "\n")),
            filters.stream().map(FiltersPage::section).collect(joining("\n")));
  }

  private static String line(FilterDefinition filter) {
    return "- [`%s`](#%s): %s".formatted(filter.id(), filter.id(), filter.description());
  }

  private static String section(FilterDefinition filter) {
    String shown = Examples.of(filter);
    return """
        ## %s

        %s

        ![%s](%s/%s.jpg)

        `%s`

        %s
        %s
        """
            .formatted(
                filter.id(),
                filter.description(),
                filter.title() + ", before and after",
                IMAGES,
                filter.id(),
                shown,
                facts(filter),
                filter.parameters().isEmpty() ? "No parameters." : table(filter))
            .stripTrailing()
        + "\n";
  }

  private static String facts(FilterDefinition filter) {
    String runsOn = filter.accelerators().contains(Accelerator.CUDA) ? "CPU and GPU" : "CPU";
    String tolerance =
        filter.tolerance() == 0
            ? "equal byte for byte"
            : "equal within %d of 255".formatted(filter.tolerance());
    return "%s in, %s out · %s, %s%s · since %s\n"
        .formatted(
            channels(filter.channelsIn(), "gray or colour"),
            channels(filter.channelsOut(), "the same"),
            runsOn,
            tolerance,
            filter.stateful() ? " · stateful" : "",
            filter.since());
  }

  private static String channels(Channels channels, String any) {
    return switch (channels) {
      case ANY -> any;
      case GRAY -> "gray";
      case COLOUR -> "colour";
    };
  }

  private static String table(FilterDefinition filter) {
    return filter.parameters().stream()
        .map(FiltersPage::row)
        .collect(
            joining(
                "\n",
                "| parameter | type | values | default | meaning |\n|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(Parameter parameter) {
    String unit = parameter instanceof Numeric numeric ? numeric.unit() : "";
    return "| `%s` | %s | %s | `%s` | %s |"
        .formatted(
            parameter.id(),
            parameter.type(),
            unit.isEmpty() ? values(parameter) : values(parameter) + ", in " + unit,
            parameter.defaultValue().isEmpty() ? " " : parameter.defaultValue(),
            parameter.help().replace("|", "\\|"));
  }

  private static String values(Parameter parameter) {
    if (parameter instanceof Parameter.Select select) {
      return select.options().stream().map("`%s`"::formatted).collect(joining(" "));
    }
    if (parameter instanceof Numeric numeric && !numeric.stepped()) {
      return "%s, shown in steps of %s".formatted(numeric.expected(), numeric.step());
    }
    return parameter.expected();
  }
}
