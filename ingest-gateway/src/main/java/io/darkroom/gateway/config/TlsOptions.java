package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for TLS on the gateway's port. */
public final class TlsOptions {

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "PEM file of the server's certificate and its chain. The port then speaks only TLS."
              + " A changed file is used without a restart.")
  Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file of the private key of --tls-certificate.")
  Path key;

  @Option(
      names = "--tls-key-password-file",
      paramLabel = "FILE",
      description = "File of the password of --tls-key, if it is encrypted.")
  Path keyPassword;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description =
          "PEM file of authorities. Clients may then show a certificate, which one of them must"
              + " have issued.")
  Path clientCa;

  /** Adds a problem for each option that lacks another one. */
  void check(List<String> problems) {
    if (certificate == null && key != null) {
      problems.add(
          "--tls-certificate: missing (expected: the certificate of --tls-key). Add it, or remove"
              + " --tls-key.");
    }
    if (certificate != null && key == null) {
      problems.add(
          "--tls-key: missing (expected: the private key of --tls-certificate). Add it, or remove"
              + " --tls-certificate.");
    }
    if (key == null && keyPassword != null) {
      problems.add(
          "--tls-key: missing (expected: the key of --tls-key-password-file). Add it, or remove"
              + " --tls-key-password-file.");
    }
    if (certificate == null && clientCa != null) {
      problems.add(
          "--tls-certificate: missing (expected: a certificate, since --tls-client-ca needs TLS)."
              + " Add it and --tls-key, or remove --tls-client-ca.");
    }
  }

  /** Whether clients are asked for certificates. */
  boolean clientCa() {
    return clientCa != null;
  }

  /** Valid if {@link #check} has found no problem. */
  TlsConfig toConfig() {
    return certificate == null
        ? TlsConfig.NONE
        : new TlsConfig(
            Optional.of(certificate),
            Optional.of(key),
            Optional.ofNullable(keyPassword),
            Optional.ofNullable(clientCa),
            true);
  }
}
