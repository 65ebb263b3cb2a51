package io.darkroom.cli;

import io.darkroom.client.ServerTrust;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options for the gateways that commands accept over TLS. */
final class TrustOptions {

  private static final String SKIP = "--insecure-skip-verify";
  private static final String SKIP_VARIABLE = "DARKROOM_INSECURE_SKIP_VERIFY";

  @Option(
      names = "--ca",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "PEM file of the authorities whose gateways to trust over https; also DARKROOM_CA"
              + " (default: those that Java knows).")
  private Path ca;

  @Option(
      names = SKIP,
      scope = ScopeType.INHERIT,
      description =
          "Trusts any gateway, without a check of its certificate; also " + SKIP_VARIABLE + "=1.")
  private boolean skip;

  /** The value of {@code --ca}; empty if not given. */
  Optional<Path> ca() {
    return Optional.ofNullable(ca);
  }

  /**
   * The first of: {@code --insecure-skip-verify}, {@code --ca}, their variables, the file of the
   * context.
   *
   * @param warnings gets a line if certificates are not checked
   */
  ServerTrust choose(GatewayAddress address, CliEnvironment environment, PrintWriter warnings) {
    if (skip || ca == null && "1".equals(environment.variable(SKIP_VARIABLE))) {
      warnings.println(
          "warning: the certificate of %s is not checked (%s). Others may read and change what you"
                  .formatted(address.url(), skip ? SKIP : SKIP_VARIABLE)
              + " send. Pass its authority with --ca.");
      warnings.flush();
      return ServerTrust.anyone();
    }
    if (ca != null) {
      return read("--ca", ca);
    }
    String variable = environment.variable("DARKROOM_CA");
    if (variable != null) {
      return read("DARKROOM_CA", Path.of(variable));
    }
    return address
        .ca()
        .map(file -> read("ca of the context", file))
        .orElse(ServerTrust.KNOWN_AUTHORITIES);
  }

  private static ServerTrust read(String source, Path file) {
    try {
      return ServerTrust.authoritiesIn(file);
    } catch (IOException e) {
      throw CommandException.usage(
          "%s: %s %s (expected: a PEM file with BEGIN CERTIFICATE). Correct it."
              .formatted(
                  source, file, Files.isReadable(file) ? "has no certificate" : "cannot be read"));
    }
  }
}
