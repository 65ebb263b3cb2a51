package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.gateway.identity.KeySecret;
import io.darkroom.gateway.secrets.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for API keys. */
@Command(name = "key", description = "Creates, lists and revokes API keys.")
final class KeyCommands extends CommandGroup {

  private static final String PATH = "v1/keys";

  @Command(
      name = "create",
      description = {
        "Creates an API key and prints it. The gateway keeps only a hash of it.",
        "Needs the permission admin."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int create(
      @Option(
              names = "--role",
              required = true,
              split = ",",
              description = "viewer, publisher, operator, admin, or a role of the policy.")
          List<String> roles,
      @Option(
              names = "--stream",
              split = ",",
              description =
                  "Stream that the key may use, or pattern such as 'lobby-*'. Default: all.")
          List<String> streams,
      @Option(names = "--title", description = "Title that people see.") String title,
      @Option(
              names = "--expires-in",
              paramLabel = "DURATION",
              description = "Time until the key ends, ISO 8601, such as P90D. Default: never.")
          Duration expiresIn,
      @Option(
              names = "--save",
              paramLabel = "FILE",
              description =
                  "Writes the key to a new file that only you can read, and not to stdout.")
          Path save)
      throws IOException {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    roles.forEach(key.putArray("roles")::add);
    if (streams != null) {
      streams.forEach(key.putArray("streams")::add);
    }
    if (title != null) {
      key.put("title", title);
    }
    if (expiresIn != null) {
      key.put("expiresAt", Instant.now().plus(expiresIn).toString());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("key", key);
    return show((ObjectNode) invocation().gateway().post(PATH, body), save);
  }

  private int show(ObjectNode created, Path save) throws IOException {
    String id = created.path("key").path("keyId").asText();
    if (save == null) {
      return invocation().print(created, created.path("secret").asText());
    }
    write(save, created.remove("secret").asText());
    return invocation().print(created, "%s: saved in %s".formatted(id, save));
  }

  @Command(
      name = "generate",
      description = {
        "Writes a random key to a new file that only you can read.",
        "For the gateway's --admin-key-file; calls no gateway."
      },
      mixinStandardHelpOptions = true)
  int generate(@Parameters(paramLabel = "FILE", description = "The new file.") Path file)
      throws IOException {
    KeySecret key = KeySecret.random();
    write(file, key.text());
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("keyId", key.keyId());
    return invocation()
        .print(json.put("file", file.toString()), "%s: saved in %s".formatted(key.keyId(), file));
  }

  private static void write(Path file, String secret) throws IOException {
    try {
      PrivateFile.create(file, secret + "\n");
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(
          "%s: exists (expected: a new file). Choose another, or delete it.".formatted(file));
    }
  }

  @Command(
      name = "list",
      description = "Lists the API keys, without their secrets. Needs the permission admin.",
      mixinStandardHelpOptions = true)
  int list() {
    JsonNode keys = invocation().gateway().list(PATH, "keys");
    Table table = new Table("KEY", "TITLE", "ROLES", "STREAMS", "EXPIRES", "LAST USED");
    for (JsonNode key : keys.path("keys")) {
      table.row(
          key.path("keyId").asText(),
          key.path("title").asText(),
          texts(key.path("roles"), ""),
          texts(key.path("streams"), "*"),
          key.path("expiresAt").asText("never"),
          key.path("lastUsedAt").asText("never"));
    }
    return invocation().print(keys, table);
  }

  private static String texts(JsonNode list, String ifEmpty) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts.isEmpty() ? ifEmpty : String.join(",", texts);
  }

  @Command(
      name = "revoke",
      description =
          "Revokes API keys; calls that they have opened end. Needs the permission admin.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "KEY", arity = "1..*", description = "Ids of keys.")
          List<String> ids) {
    return Removal.of(invocation(), PATH + "/", "keyId", ids, "revoked");
  }
}
