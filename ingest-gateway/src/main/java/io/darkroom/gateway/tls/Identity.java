package io.darkroom.gateway.tls;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.TlsKeyPair;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.TlsConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What the server shows to clients, and which of their certificates it accepts.
 *
 * @param keys the server's certificate with its chain, and its private key
 * @param clientAuthorities the authorities of client certificates; empty if clients are not asked
 */
record Identity(TlsKeyPair keys, List<X509Certificate> clientAuthorities) {

  private static final String CERTIFICATE = "tls-certificate";
  private static final byte[] SAMPLE = {1, 2, 3};

  /**
   * Reads the identity.
   *
   * @throws DarkroomException naming the file, if one is missing or wrong, or they do not fit
   */
  static Identity in(PemFiles files, TlsConfig config) {
    Path certificate = config.certificate().orElseThrow();
    List<X509Certificate> chain = files.certificates(CERTIFICATE, certificate);
    PemKey keyFile = new PemKey(config.key().orElseThrow(), config.keyPassword());
    PrivateKey key =
        keyOf(chain.get(0), keyFile.read(files, files.text(CERTIFICATE, certificate)))
            .orElseThrow(() -> strangers(keyFile.file(), certificate));
    Identity identity = new Identity(TlsKeyPair.of(key, chain), authorities(files, config));
    identity.requireUsable(certificate);
    return identity;
  }

  private static List<X509Certificate> authorities(PemFiles files, TlsConfig config) {
    return config
        .clientCa()
        .map(file -> files.certificates("tls-client-ca", file))
        .orElse(List.of());
  }

  private static DarkroomException strangers(Path key, Path certificate) {
    return DarkroomException.invalid(
        "tls-key",
        ("--tls-key: %s does not belong to the first certificate in %s (expected: its private key)."
                + " Replace one of the files.")
            .formatted(key, certificate));
  }

  /**
   * The private key in the form of this Java, if what it signs is valid for the certificate. Which
   * library has read the key depends on the class path.
   */
  private static Optional<PrivateKey> keyOf(X509Certificate certificate, PrivateKey found) {
    PublicKey known = certificate.getPublicKey();
    try {
      PrivateKey key =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(found.getEncoded()));
      Signature signature = Signature.getInstance(algorithm(known));
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(SAMPLE);
      return signature.verify(signed) ? Optional.of(key) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /** Finds what only the TLS engine refuses, such as an unsupported kind of key. */
  private void requireUsable(Path file) {
    try {
      ReferenceCountUtil.release(
          SslContextBuilder.forServer(keys.privateKey(), keys.certificateChain())
              .sslProvider(Flags.tlsEngineType().sslProvider())
              .build());
    } catch (SSLException | RuntimeException e) {
      throw PemFiles.unusable(
          CERTIFICATE,
          file,
          "cannot be used: " + e.getMessage(),
          "an RSA or ECDSA certificate, the server's own first");
    }
  }

  X509Certificate certificate() {
    return keys.certificateChain().get(0);
  }

  Instant expires() {
    return certificate().getNotAfter().toInstant();
  }
}
