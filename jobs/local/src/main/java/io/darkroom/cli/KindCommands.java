package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The commands that every kind has. In texts the name of the parent command is that of the kind.
 */
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
abstract class KindCommands {

  static final String LABEL = "NAME";
  static final String NAME = "Name of the ${PARENT-COMMAND-NAME}.";

  @Spec private CommandSpec spec;

  private final Kind kind;

  KindCommands(Kind kind) {
    this.kind = kind;
  }

  @Command(
      name = "show",
      description = "Shows a ${PARENT-COMMAND-NAME}, with all of its fields.",
      mixinStandardHelpOptions = true)
  final int show(@Parameters(paramLabel = LABEL, description = NAME) String id) {
    Session session = session();
    JsonNode answer = session.gateway().get(kind.path(id));
    return session.print(answer, Fields.table(answer));
  }

  @Command(
      name = "apply",
      description = "Replaces ${PARENT-COMMAND-NAME}s by what a file says, or creates them.",
      mixinStandardHelpOptions = true)
  final int apply(
      @Parameters(
              paramLabel = LABEL,
              arity = "0..1",
              description = "Name of the ${PARENT-COMMAND-NAME}, where the file has none.")
          String id,
      @Mixin Documents documents) {
    Session session = session();
    return Applied.all(session, documents.read(session.surroundings(), kind, id));
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
    return Removal.of(session(), kind.path() + "/", kind.idField(), ids, "removed");
  }

  /**
   * Prints the list once.
   *
   * @param query what follows its path; may be empty
   */
  final int printList(String query) {
    Session session = session();
    JsonNode answer = list(session.gateway(), query);
    return session.print(answer, kind.table(answer));
  }

  /** Prints the list again and again. */
  final int watchList(String query, Watch watch) {
    Session session = session();
    GatewayClient gateway = session.gateway();
    return watch.run(session, () -> list(gateway, query), kind::table);
  }

  private JsonNode list(GatewayClient gateway, String query) {
    return gateway.list(kind.path() + query, kind.listField());
  }

  /** Changes one of them, see {@link Change#make}. */
  final int change(String id, Function<Optional<ObjectNode>, ObjectNode> edit) {
    Session session = session();
    return print(session, new Change(session.gateway(), kind.path(id)).make(edit));
  }

  /** Prints what is in force. */
  final int print(Session session, JsonNode answer) {
    return session.print(answer, kind.describe(answer));
  }

  final Session session() {
    return Session.of(spec);
  }
}
