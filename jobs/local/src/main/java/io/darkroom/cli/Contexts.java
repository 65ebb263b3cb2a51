package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.error.Suggestion;
import io.darkroom.gateway.secrets.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The contexts of a user: named gateways, one of which may be in use.
 *
 * @param current the name of the context in use, if any
 * @param gateways by context name
 */
record Contexts(Optional<String> current, Map<String, GatewayAddress> gateways) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final long MAX_BYTES = 1 << 20;

  /** {@code $XDG_CONFIG_HOME/darkroom/contexts.json}, by default below {@code ~/.config}. */
  static Path file(CliEnvironment environment) {
    String configured = environment.variable("XDG_CONFIG_HOME");
    if (configured != null && Path.of(configured).isAbsolute()) {
      return Path.of(configured, "darkroom", "contexts.json");
    }
    String home = environment.variable("HOME");
    return Path.of(
        home == null ? System.getProperty("user.home") : home,
        ".config",
        "darkroom",
        "contexts.json");
  }

  static Contexts read(Path file) {
    if (!Files.exists(file)) {
      return new Contexts(Optional.empty(), Map.of());
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unreadable(file, "larger than %d bytes".formatted(MAX_BYTES));
      }
      return parse(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw unreadable(file, "not valid JSON");
    }
  }

  private static Contexts parse(Path file, JsonNode root) {
    if (!root.path("contexts").isObject()) {
      throw unreadable(file, "without an object \"contexts\"");
    }
    Map<String, GatewayAddress> gateways = new TreeMap<>();
    root.path("contexts")
        .properties()
        .forEach(entry -> gateways.put(entry.getKey(), gateway(entry.getValue())));
    Optional<String> current =
        Optional.ofNullable(root.get("current")).filter(JsonNode::isTextual).map(JsonNode::asText);
    return new Contexts(current, gateways);
  }

  private static GatewayAddress gateway(JsonNode node) {
    return new GatewayAddress(node.path("url").asText(), path(node, "ca"), path(node, "tokenFile"));
  }

  private static Optional<Path> path(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).map(Path::of);
  }

  private static CommandException unreadable(Path file, String problem) {
    return CommandException.failed(
        "contexts: %s is %s (expected: a file of darkroom context add). Correct or delete it."
            .formatted(file, problem));
  }

  /**
   * The gateway of a context.
   *
   * @param source where the name came from, for the error message
   */
  GatewayAddress require(String name, String source) {
    return find(name)
        .orElseThrow(() -> CommandException.usage("%s: %s".formatted(source, unknown(name))));
  }

  Optional<GatewayAddress> find(String name) {
    return Optional.ofNullable(gateways.get(name));
  }

  private String unknown(String name) {
    String known =
        gateways.isEmpty()
            ? "Add it with darkroom context add."
            : Suggestion.didYouMean(name, gateways.keySet());
    return "%s (expected: a context of darkroom context list). %s".formatted(name, known);
  }

  Contexts with(String name, GatewayAddress gateway) {
    if (!NAME.matcher(name).matches()) {
      throw CommandException.usage(
          ("context: %s (expected: a letter or digit, then letters, digits, '.', '_' and '-'; at"
                  + " most 64 characters). Choose another name.")
              .formatted(name));
    }
    GatewayAddress.require("URL", gateway.url());
    Map<String, GatewayAddress> more = new TreeMap<>(gateways);
    more.put(name, gateway);
    return new Contexts(current, more);
  }

  Contexts using(String name) {
    requireKnown(name);
    return new Contexts(Optional.of(name), gateways);
  }

  Contexts without(String name) {
    requireKnown(name);
    Map<String, GatewayAddress> fewer = new TreeMap<>(gateways);
    fewer.remove(name);
    return new Contexts(current.filter(other -> !other.equals(name)), fewer);
  }

  private void requireKnown(String name) {
    if (!gateways.containsKey(name)) {
      throw CommandException.notFound("context: " + unknown(name));
    }
  }

  /** Replaces the file atomically; only its owner can read it. */
  void write(Path file) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    current.ifPresent(name -> root.put("current", name));
    ObjectNode contexts = root.putObject("contexts");
    gateways.forEach((name, gateway) -> describe(gateway, contexts.putObject(name)));
    PrivateFile.replace(file, root.toPrettyString() + "\n");
  }

  /** Adds the fields of a gateway, as in the file. */
  static void describe(GatewayAddress gateway, ObjectNode into) {
    into.put("url", gateway.url());
    gateway.ca().ifPresent(file -> into.put("ca", file.toString()));
    gateway.token().ifPresent(file -> into.put("tokenFile", file.toString()));
  }
}
