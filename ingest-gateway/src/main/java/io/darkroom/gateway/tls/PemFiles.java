package io.darkroom.gateway.tls;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of the files of a configuration at one moment. Files that cannot be read are left out.
 */
record PemFiles(Map<Path, String> texts) {

  /** Far more than a chain of certificates needs. */
  private static final int MAX_BYTES = 1 << 20;

  static PemFiles read(TlsConfig config) {
    Map<Path, String> texts = new HashMap<>();
    config.files().forEach(file -> textOf(file).ifPresent(text -> texts.put(file, text)));
    return new PemFiles(texts);
  }

  private static Optional<String> textOf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The text of a file.
   *
   * @param option names the file, for the error message
   */
  String text(String option, Path file) {
    String text = texts.get(file);
    if (text != null) {
      return text;
    }
    String fix = Files.exists(file) ? "Change its permissions." : "It does not exist.";
    throw DarkroomException.invalid(
        option,
        "--%s: %s (expected: a file that this user can read). %s".formatted(option, file, fix));
  }

  /** The certificates in a file: at least one. */
  List<X509Certificate> certificates(String option, Path file) {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(stream(text(option, file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // Refused below.
    }
    throw unusable(option, file, "has no certificate", "a PEM block BEGIN CERTIFICATE");
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static DarkroomException unusable(String option, Path file, String problem, String expected) {
    return DarkroomException.invalid(
        option,
        "--%s: %s %s (expected: %s). Replace the file.".formatted(option, file, problem, expected));
  }
}
