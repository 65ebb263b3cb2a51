package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands on still images. */
@Command(
    name = "image",
    description = "Runs chains on images, and lists those of the gateway.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ImageProcess.class)
final class Images {

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the images in the gateway's folder.",
      mixinStandardHelpOptions = true)
  int list() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().list("v1/images", "images");
    Table table = new Table("IMAGE", "BYTES", "SIZE", "ENCODING");
    for (JsonNode image : answer.path("images")) {
      table.row(
          image.path("imageId").asText(),
          image.path("sizeBytes").asLong(),
          Fields.size(image),
          image.path("encoding").asText());
    }
    return session.print(answer, table);
  }
}
