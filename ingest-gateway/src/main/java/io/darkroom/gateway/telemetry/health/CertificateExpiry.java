package io.darkroom.gateway.telemetry.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Reads when the first certificate in a file expires.
 *
 * @param file a PEM file; read each time, since it may be renewed
 */
public record CertificateExpiry(Path file) {

  /** Empty if the file cannot be read or contains no certificate. */
  public Optional<Instant> at() {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      return found.stream()
          .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
          .min(Instant::compareTo);
    } catch (IOException | CertificateException e) {
      return Optional.empty();
    }
  }
}
