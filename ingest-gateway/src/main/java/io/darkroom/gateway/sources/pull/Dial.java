package io.darkroom.gateway.sources.pull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Connects to a checked address. */
final class Dial {

  private static final int CONNECTING_MILLIS = 4_000;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private Dial() {}

  static Socket plain(InetSocketAddress server) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(server, CONNECTING_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects by TLS.
   *
   * @param host the name that the certificate must have, if it is verified
   * @throws IOException with the reason, for the user
   */
  static SSLSocket secure(InetSocketAddress server, String host, CertificateCheck certificates)
      throws IOException {
    try {
      Socket plain = plain(server);
      try {
        return handshake(plain, host, certificates);
      } catch (IOException | GeneralSecurityException e) {
        plain.close();
        throw e;
      }
    } catch (IOException | GeneralSecurityException e) {
      String name = CheckedHost.server(host, server.getPort());
      throw new IOException(HttpFailure.text(e, name, HANDSHAKE), e);
    }
  }

  private static SSLSocket handshake(Socket plain, String host, CertificateCheck certificates)
      throws IOException, GeneralSecurityException {
    plain.setSoTimeout((int) HANDSHAKE.toMillis());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {certificates}, null);
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    if (certificates.verifies()) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    secure.startHandshake();
    secure.setSoTimeout(0);
    return secure;
  }
}
