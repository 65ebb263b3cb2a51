package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PEM files with which the gateway speaks TLS.
 *
 * @param certificate the server's certificate, then those of the authorities between it and the
 *     root; empty for a gateway that does not speak TLS
 * @param key the private key of the certificate; present if the certificate is
 * @param keyPassword file of the password of the key, if it has one
 * @param clientCa authorities whose client certificates are accepted; empty if clients are not
 *     asked for one
 * @param strict whether browsers are told to use only TLS for this host from now on
 */
public record TlsConfig(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> keyPassword,
    Optional<Path> clientCa,
    boolean strict) {

  /** Speaks no TLS. */
  public static final TlsConfig NONE =
      new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  public TlsConfig {
    Objects.requireNonNull(keyPassword);
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("a certificate needs a key, and a key a certificate");
    }
  }

  /** The files of a server that asks clients for no certificate. */
  public static TlsConfig of(Path certificate, Path key) {
    return new TlsConfig(
        Optional.of(certificate), Optional.of(key), Optional.empty(), Optional.empty(), true);
  }

  /** A copy that accepts the client certificates of these authorities. */
  public TlsConfig withClientCa(Path file) {
    return new TlsConfig(certificate, key, keyPassword, Optional.of(file), strict);
  }

  /** A copy whose key has a password. */
  public TlsConfig withKeyPassword(Path file) {
    return new TlsConfig(certificate, key, Optional.of(file), clientCa, strict);
  }

  /** A copy that does not commit browsers to TLS. */
  public TlsConfig lenient() {
    return new TlsConfig(certificate, key, keyPassword, clientCa, false);
  }

  public boolean enabled() {
    return certificate.isPresent();
  }

  /** The files that must exist. */
  public Stream<Path> files() {
    return Stream.of(certificate, key, keyPassword, clientCa).flatMap(Optional::stream);
  }
}
