package io.darkroom.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which gateways a client accepts over TLS. Thread-safe.
 *
 * @param context verifies them; empty for Java's own authorities
 */
public record ServerTrust(Optional<SSLContext> context) {

  /** Accepts certificates of the authorities that Java knows. */
  public static final ServerTrust KNOWN_AUTHORITIES = new ServerTrust(Optional.empty());

  /**
   * Accepts certificates of the authorities in a file, and no others.
   *
   * @param file PEM certificates
   * @throws IOException if the file cannot be read or has no certificate
   */
  public static ServerTrust authoritiesIn(Path file) throws IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      return of(verifyingWith(found));
    } catch (CertificateException e) {
      throw new IOException("no certificate in " + file, e);
    }
  }

  /** Accepts any certificate. Whoever is between client and gateway can read and change all. */
  public static ServerTrust anyone() {
    return of(new TrustManager[] {new Anyone()});
  }

  private static TrustManager[] verifyingWith(Collection<? extends Certificate> authorities)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates cannot be used", e);
    }
  }

  private static ServerTrust of(TrustManager[] managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return new ServerTrust(Optional.of(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Being an extended manager, it also decides about the host name: any is right. */
  private static final class Anyone extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
