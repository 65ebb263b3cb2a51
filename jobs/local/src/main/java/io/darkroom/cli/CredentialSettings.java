package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options of {@code source set} for signing in to a camera or server. Secrets come from files,
 * because other users of the machine can read the command line.
 */
final class CredentialSettings {

  @Option(names = "--username", description = "User to sign in as; replaces stored credentials.")
  private String username;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File of the password; replaces stored credentials.")
  private Path password;

  @Option(
      names = "--parameter-file",
      paramLabel = "NAME=FILE",
      description =
          "File of the value for {NAME} in the URI; replaces stored credentials. Repeatable.")
  private Map<String, Path> parameters = Map.of();

  boolean isEmpty() {
    return username == null && password == null && parameters.isEmpty();
  }

  /** Replaces all credentials, if one is given. */
  void applyTo(ObjectNode body) {
    if (isEmpty()) {
      return;
    }
    ObjectNode credentials = body.putObject("credentials");
    if (username != null) {
      credentials.put("username", username);
    }
    if (password != null) {
      credentials.put("password", secret("--password-file", password));
    }
    parameters.forEach(
        (name, file) ->
            credentials
                .withObjectProperty("parameters")
                .put(name, secret("--parameter-file", file)));
  }

  /** A file may end with a line break, which is not part of the secret. */
  private static String secret(String option, Path file) {
    try {
      return Files.readString(file).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw CommandException.failed(
          "%s: %s cannot be read (expected: a readable text file). Correct the path."
              .formatted(option, file));
    }
  }
}
