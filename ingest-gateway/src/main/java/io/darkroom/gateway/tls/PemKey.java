package io.darkroom.gateway.tls;

import com.linecorp.armeria.common.TlsKeyPair;
import io.darkroom.error.DarkroomException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;

/**
 * A file with a private key.
 *
 * @param passwordFile of the password, if the key is encrypted
 */
record PemKey(Path file, Optional<Path> passwordFile) {

  private static final String OPTION = "tls-key";
  private static final String PASSWORD_OPTION = "tls-key-password-file";

  /**
   * Reads the key.
   *
   * @param certificates text of a file of certificates, which the reader of keys needs beside it
   * @throws DarkroomException if there is no key in the file, or it is encrypted and not opened
   */
  PrivateKey read(PemFiles files, String certificates) {
    String text = files.text(OPTION, file);
    if (!text.contains("PRIVATE KEY-----")) {
      throw PemFiles.unusable(OPTION, file, "has no private key", "a PEM block BEGIN PRIVATE KEY");
    }
    requireKnownForm(text);
    InputStream chain = PemFiles.stream(certificates);
    return text.contains("BEGIN ENCRYPTED PRIVATE KEY")
        ? open(text, files, chain)
        : readPlain(text, chain);
  }

  private void requireKnownForm(String text) {
    if (text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw DarkroomException.invalid(
          OPTION,
          ("--tls-key: %s is encrypted in an old form (expected: BEGIN PRIVATE KEY or BEGIN"
                  + " ENCRYPTED PRIVATE KEY). Convert it with openssl pkcs8 -topk8.")
              .formatted(file));
    }
  }

  private PrivateKey readPlain(String text, InputStream chain) {
    try {
      return TlsKeyPair.of(PemFiles.stream(text), chain).privateKey();
    } catch (RuntimeException e) {
      throw PemFiles.unusable(OPTION, file, "is damaged", "a PEM block BEGIN PRIVATE KEY");
    }
  }

  private PrivateKey open(String text, PemFiles files, InputStream chain) {
    Path known =
        passwordFile.orElseThrow(
            () ->
                DarkroomException.invalid(
                    OPTION,
                    ("--tls-key: %s is encrypted (expected: a key without a password). Pass a file"
                            + " with its password as --tls-key-password-file.")
                        .formatted(file)));
    String password = files.text(PASSWORD_OPTION, known).strip();
    try {
      return TlsKeyPair.of(PemFiles.stream(text), password, chain).privateKey();
    } catch (RuntimeException e) {
      throw PemFiles.unusable(
          PASSWORD_OPTION, known, "does not open " + file, "the password of the key");
    }
  }
}
