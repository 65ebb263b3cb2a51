package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on contexts: gateways by name. */
@Command(
    name = "context",
    description = {
      "Lists, adds, uses and removes contexts: names of gateways.",
      "A command talks to the gateway of --url, else --context, DARKROOM_URL, DARKROOM_CONTEXT, the"
          + " context in use, and at last "
          + GatewayAddress.DEFAULT
          + "."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ContextCommand {

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists the contexts.", mixinStandardHelpOptions = true)
  int list() {
    Session session = Session.of(spec);
    Contexts contexts = Contexts.read(file(session));
    String current = contexts.current().orElse("");
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("current", current);
    ArrayNode all = json.putArray("contexts");
    Table table = new Table("CURRENT", "CONTEXT", "URL");
    contexts
        .urls()
        .forEach(
            (name, url) -> {
              all.addObject().put("name", name).put("url", url);
              table.row(name.equals(current) ? "*" : "", name, url);
            });
    return session.print(json, table);
  }

  @Command(
      name = "add",
      description = "Gives a gateway a name, or a name another gateway.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "NAME", description = "Such as staging.") String name,
      @Parameters(
              paramLabel = "URL",
              arity = "0..1",
              description = "Such as https://darkroom.example.com (default: --url).")
          String url)
      throws IOException {
    Session session = Session.of(spec);
    String address = url == null ? session.givenUrl() : url;
    if (address == null) {
      throw Refusal.usage("URL: missing (expected: an address). Write it after the name.");
    }
    Contexts.read(file(session)).with(name, address).write(file(session));
    return session.print(context(name, address), "%s: %s".formatted(name, address));
  }

  @Command(
      name = "use",
      description = "Makes a context the one that commands use.",
      mixinStandardHelpOptions = true)
  int use(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name)
      throws IOException {
    Session session = Session.of(spec);
    Contexts contexts = Contexts.read(file(session)).using(name);
    contexts.write(file(session));
    String url = contexts.urls().get(name);
    return session.print(context(name, url), "%s: in use: %s".formatted(name, url));
  }

  @Command(name = "rm", description = "Forgets a context.", mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name)
      throws IOException {
    Session session = Session.of(spec);
    Contexts.read(file(session)).without(name).write(file(session));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return session.print(json.put("name", name).put("removed", true), name + ": removed");
  }

  private static JsonNode context(String name, String url) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("url", url);
  }

  private static Path file(Session session) {
    return Contexts.file(session.surroundings());
  }
}
