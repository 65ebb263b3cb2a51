package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.gateway.secrets.KeysetFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for the file of keys that encrypt passwords in Kafka. They call no gateway. */
@Command(
    name = "keyset",
    description = {
      "Creates and rotates the file of a gateway's --secrets-keyset.",
      "Only its owner can read the file: run the commands as the user of the gateway."
    })
final class KeysetCommands extends CommandGroup {

  @Command(
      name = "create",
      description = "Creates a file with a new key.",
      mixinStandardHelpOptions = true)
  int create(@Parameters(paramLabel = "FILE", description = "File to create.") Path file) {
    return print(file, new KeysetFile(file).create(), "created");
  }

  @Command(
      name = "rotate",
      description =
          "Adds a new key, which encrypts from now on. The earlier keys still decrypt. Gateways use"
              + " the new file without a restart.",
      mixinStandardHelpOptions = true)
  int rotate(@Parameters(paramLabel = "FILE", description = "File to change.") Path file) {
    return print(file, new KeysetFile(file).rotate(), "rotated");
  }

  private int print(Path file, int key, String done) {
    String id = Integer.toUnsignedString(key);
    return invocation()
        .print(
            JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("keyId", id),
            "%s: %s: key %s encrypts".formatted(file, done, id));
  }
}
