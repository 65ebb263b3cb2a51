package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for contexts, which are names of gateways. */
@Command(
    name = "context",
    description = {
      "Lists, adds, uses and removes contexts: names of gateways.",
      "Commands use the first of: --url, --context, DARKROOM_URL, DARKROOM_CONTEXT, the context in"
          + " use, "
          + GatewayAddress.DEFAULT
          + "."
    })
final class ContextCommands extends CommandGroup {

  @Command(name = "list", description = "Lists the contexts.", mixinStandardHelpOptions = true)
  int list() {
    Invocation invocation = invocation();
    Contexts contexts = Contexts.read(file(invocation));
    String current = contexts.current().orElse("");
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("current", current);
    ArrayNode all = json.putArray("contexts");
    Table table = new Table("CURRENT", "CONTEXT", "URL");
    contexts
        .gateways()
        .forEach(
            (name, gateway) -> {
              all.add(context(name, gateway));
              table.row(name.equals(current) ? "*" : "", name, gateway.url());
            });
    return invocation.print(json, table);
  }

  @Command(
      name = "add",
      description =
          "Adds a context, or changes its gateway. Keeps the files of --ca and --token-file"
              + " with it.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "NAME", description = "Name of the context, such as staging.")
          String name,
      @Parameters(
              paramLabel = "URL",
              arity = "0..1",
              description =
                  "Address of the gateway, such as https://darkroom.example.com (default: --url).")
          String url)
      throws IOException {
    Invocation invocation = invocation();
    String address = url == null ? invocation.givenUrl() : url;
    if (address == null) {
      throw CommandException.usage("URL: missing (expected: an address). Add it after the name.");
    }
    GatewayAddress gateway =
        new GatewayAddress(
            address,
            invocation.givenCa().map(Path::toAbsolutePath),
            invocation.givenToken().map(Path::toAbsolutePath));
    Contexts.read(file(invocation)).with(name, gateway).write(file(invocation));
    return invocation.print(context(name, gateway), "%s: %s".formatted(name, address));
  }

  @Command(
      name = "use",
      description = "Selects the context that commands use.",
      mixinStandardHelpOptions = true)
  int use(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name)
      throws IOException {
    Invocation invocation = invocation();
    Contexts contexts = Contexts.read(file(invocation)).using(name);
    contexts.write(file(invocation));
    GatewayAddress gateway = contexts.gateways().get(name);
    return invocation.print(
        context(name, gateway), "%s: in use: %s".formatted(name, gateway.url()));
  }

  @Command(name = "rm", description = "Removes a context.", mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name)
      throws IOException {
    Invocation invocation = invocation();
    Contexts.read(file(invocation)).without(name).write(file(invocation));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return invocation.print(json.put("name", name).put("removed", true), name + ": removed");
  }

  private static JsonNode context(String name, GatewayAddress gateway) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
    Contexts.describe(gateway, node);
    return node;
  }

  private static Path file(Invocation invocation) {
    return Contexts.file(invocation.environment());
  }
}
