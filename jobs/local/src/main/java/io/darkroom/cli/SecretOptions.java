package io.darkroom.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options for how commands identify themselves. There is none with the secret itself. */
final class SecretOptions {

  private static final String FILE_VARIABLE = "DARKROOM_TOKEN_FILE";
  private static final String VARIABLE = "DARKROOM_TOKEN";

  @Option(
      names = "--token-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "File of an API key or access token; also "
              + FILE_VARIABLE
              + ", or the secret itself in "
              + VARIABLE
              + ".")
  private Path file;

  /** The value of {@code --token-file}; empty if not given. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The first of: {@code --token-file}, the variables, the file of the context. */
  Optional<String> choose(GatewayAddress address, CliEnvironment environment) {
    if (file != null) {
      return Optional.of(read("--token-file", file));
    }
    String named = environment.variable(FILE_VARIABLE);
    if (named != null) {
      return Optional.of(read(FILE_VARIABLE, Path.of(named)));
    }
    return Optional.ofNullable(environment.variable(VARIABLE))
        .map(String::strip)
        .or(() -> address.token().map(path -> read("token file of the context", path)));
  }

  private static String read(String source, Path path) {
    String secret;
    try {
      secret = Files.readString(path).strip();
    } catch (IOException e) {
      throw wrong(source, path, "cannot be read");
    }
    if (!secret.matches("[!-~]+")) {
      throw wrong(source, path, "is not one line of text");
    }
    return secret;
  }

  private static CommandException wrong(String source, Path path, String problem) {
    return CommandException.usage(
        "%s: %s %s (expected: a file of an API key or access token). Correct it."
            .formatted(source, path, problem));
  }
}
