package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The commands for still images. */
@Command(
    name = "image",
    description = "Runs chains on images, and lists the gateway's images.",
    subcommands = ProcessCommand.class)
final class ImageCommands extends CommandGroup {

  private static final ResourceList LIST =
      new ResourceList("v1/images", "images", ImageCommands::table);

  @Command(
      name = "list",
      description = "Lists the images in the gateway's folder.",
      mixinStandardHelpOptions = true)
  int list() {
    return LIST.print(invocation());
  }

  private static Table table(JsonNode list) {
    Table table = new Table("IMAGE", "BYTES", "SIZE", "ENCODING");
    for (JsonNode image : list.path("images")) {
      table.row(
          image.path("imageId").asText(),
          image.path("sizeBytes").asLong(),
          Fields.size(image),
          image.path("encoding").asText());
    }
    return table;
  }
}
