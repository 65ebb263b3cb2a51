package io.darkroom.gateway.sources.pull;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides whether to trust a server's certificate: as the platform does, by its fingerprint, or
 * always. Errors show the fingerprint, so that the user can pin it. Thread-safe.
 */
final class CertificateCheck extends X509ExtendedTrustManager {

  static final String VERIFY = "verify";
  static final String SKIP = "skip";

  private static final String SHA256 = "sha256:";

  private final String rule;

  /**
   * @param rule {@code verify}, {@code skip}, or {@code sha256:} and a fingerprint
   */
  CertificateCheck(String rule) {
    this.rule = rule.toLowerCase(Locale.ROOT);
  }

  boolean verifies() {
    return rule.equals(VERIFY);
  }

  private interface Verification {
    void run() throws CertificateException;
  }

  private void check(X509Certificate[] chain, Verification verification)
      throws CertificateException {
    if (rule.equals(SKIP)) {
      return;
    }
    String fingerprint = fingerprint(chain[0]);
    if (rule.startsWith(SHA256) && !rule.equals(fingerprint)) {
      throw new CertificateException("its fingerprint is %s".formatted(fingerprint));
    }
    try {
      if (verifies()) {
        verification.run();
      }
    } catch (CertificateException e) {
      throw new CertificateException(
          "%s; its fingerprint is %s".formatted(reason(chain[0], e), fingerprint), e);
    }
  }

  private static String reason(X509Certificate certificate, CertificateException cause) {
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      return "it is valid from %s to %s only"
          .formatted(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }
    String text = String.valueOf(cause.getMessage());
    if (text.startsWith("No ")) {
      return "it is for another host";
    }
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        ? "the server signed it itself"
        : "no authority that is known here signed it";
  }

  static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return SHA256 + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  /** Reads the platform's authorities when they are needed first. */
  private static final class Platform {
    static final X509ExtendedTrustManager TRUST = load();

    private static X509ExtendedTrustManager load() {
      try {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, () -> Platform.TRUST.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, () -> Platform.TRUST.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, () -> Platform.TRUST.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return verifies() ? Platform.TRUST.getAcceptedIssuers() : new X509Certificate[0];
  }
}
