package io.darkroom.local.tls;

import io.darkroom.gateway.secrets.PrivateFile;
import io.darkroom.local.tls.Issuer.Issued;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A certificate and its key in two PEM files. Only the owner can read the key.
 *
 * @param certificate replaced after the key, so that it stands for both
 */
record PemFile(Path certificate, Path key) {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, System.lineSeparator().getBytes(StandardCharsets.US_ASCII));

  boolean exists() {
    return Files.exists(certificate);
  }

  Issued read() throws IOException, GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----.*", ""));
    PrivateKey read = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    try (InputStream pem = Files.newInputStream(certificate)) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new Issued((X509Certificate) factory.generateCertificate(pem), read);
    }
  }

  void write(Issued issued) throws IOException, GeneralSecurityException {
    PrivateFile.replace(key, pem("PRIVATE KEY", issued.key().getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", issued.certificate().getEncoded()));
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, LINES.encodeToString(der), type);
  }
}
