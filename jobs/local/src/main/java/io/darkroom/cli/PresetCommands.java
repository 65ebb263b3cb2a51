package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for presets. */
@Command(name = "preset", description = "Lists, shows, sets and removes presets.")
final class PresetCommands extends EditableResourceCommands {

  PresetCommands() {
    super(ResourceType.PRESET);
  }

  @Command(name = "list", description = "Lists the presets.", mixinStandardHelpOptions = true)
  int list() {
    return ResourceType.PRESET.list().print(invocation(), "");
  }

  @Command(
      name = "set",
      description = "Creates a preset, or changes the settings that you specify.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = LABEL, description = NAME) String presetId,
      @Option(
              names = "--chain",
              description = "Chain, such as 'grayscale | gaussian_blur(sigma=2)'.")
          String chain,
      @Option(names = "--title", description = "Title that people see. Default: the name.")
          String title) {
    if (chain == null && title == null) {
      throw CommandException.usage(
          "preset set: nothing to change (expected: --chain or --title). Add one.");
    }
    return edit(
        presetId,
        present -> {
          ObjectNode body = present.orElseGet(JsonNodeFactory.instance::objectNode);
          put(body, "chain", chain);
          put(body, "title", title);
          return body;
        });
  }

  private static void put(ObjectNode body, String field, String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
