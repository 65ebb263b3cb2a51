package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Base class of the nouns that you can define in a file. Help texts call the resource by the name
 * of the parent command.
 */
@Command
abstract class EditableResourceCommands extends CommandGroup {

  static final String LABEL = "NAME";
  static final String NAME = "Name of the ${PARENT-COMMAND-NAME}.";

  private final ResourceType type;

  EditableResourceCommands(ResourceType type) {
    this.type = type;
  }

  @Command(
      name = "show",
      description = "Shows a ${PARENT-COMMAND-NAME} with all of its fields.",
      mixinStandardHelpOptions = true)
  final int show(@Parameters(paramLabel = LABEL, description = NAME) String id) {
    Invocation invocation = invocation();
    return invocation.printFields(invocation.gateway().get(type.path(id)));
  }

  @Command(
      name = "apply",
      description = "Creates or replaces ${PARENT-COMMAND-NAME}s from a file.",
      mixinStandardHelpOptions = true)
  final int apply(
      @Parameters(
              paramLabel = LABEL,
              arity = "0..1",
              description = "Name of the ${PARENT-COMMAND-NAME}, if the file contains none.")
          String id,
      @Mixin Documents documents) {
    Invocation invocation = invocation();
    return DocumentApplier.apply(invocation, documents.read(invocation.environment(), type, id));
  }

  @Command(
      name = "rm",
      description = "Removes ${PARENT-COMMAND-NAME}s.",
      mixinStandardHelpOptions = true)
  final int remove(
      @Parameters(
              paramLabel = LABEL,
              arity = "1..*",
              description = "Names of the ${PARENT-COMMAND-NAME}s.")
          List<String> ids) {
    return Removal.of(invocation(), type.list().path() + "/", type.idField(), ids, "removed");
  }

  /** Edits a resource, see {@link ResourceEdit#apply}, and prints the result. */
  final int edit(String id, Function<Optional<ObjectNode>, ObjectNode> edit) {
    Invocation invocation = invocation();
    return print(invocation, new ResourceEdit(invocation.gateway(), type.path(id)).apply(edit));
  }

  final int print(Invocation invocation, JsonNode answer) {
    return invocation.print(answer, type.describe(answer));
  }
}
