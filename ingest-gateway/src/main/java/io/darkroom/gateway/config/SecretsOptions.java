package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the encryption of secrets that the gateway stores in Kafka. */
final class SecretsOptions {

  @Option(
      names = "--secrets-keyset",
      paramLabel = "FILE",
      description =
          "File of the keys that encrypt the sources' passwords in Kafka, as ./darkroom keyset"
              + " creates it. Without it they are stored in clear. A changed file is used without a"
              + " restart.")
  Path keyset;

  /** Empty if secrets are stored in clear. */
  Optional<Path> keyset() {
    return Optional.ofNullable(keyset);
  }
}
