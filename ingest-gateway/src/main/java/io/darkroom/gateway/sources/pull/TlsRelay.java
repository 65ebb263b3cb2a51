package io.darkroom.gateway.sources.pull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Connects FFmpeg with a server by TLS, since only Java checks certificates by their fingerprints:
 * accepts one connection from this machine. Ends when either side closes its connection.
 */
final class TlsRelay implements AutoCloseable {

  private static final int CONNECTING_MILLIS = 4_000;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final int ACCEPTING_MILLIS = 10_000;
  private static final int CHUNK = 1 << 15;

  private final SSLSocket remote;
  private final ServerSocket local;

  private TlsRelay(SSLSocket remote, ServerSocket local) {
    this.remote = remote;
    this.local = local;
  }

  /**
   * @param host the name that the certificate must have, if it is verified
   * @throws IOException with the reason, for the user
   */
  static TlsRelay open(InetSocketAddress server, String host, CertificateCheck certificates)
      throws IOException {
    SSLSocket remote = connect(server, host, certificates);
    ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    local.setSoTimeout(ACCEPTING_MILLIS);
    TlsRelay relay = new TlsRelay(remote, local);
    daemon(relay::accept);
    return relay;
  }

  private static SSLSocket connect(
      InetSocketAddress server, String host, CertificateCheck certificates) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(server, CONNECTING_MILLIS);
      plain.setSoTimeout((int) HANDSHAKE.toMillis());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {certificates}, null);
      SSLSocket secure =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, server.getPort(), true);
      if (certificates.verifies()) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      secure.startHandshake();
      secure.setSoTimeout(0);
      return secure;
    } catch (IOException | GeneralSecurityException e) {
      plain.close();
      throw new IOException(HttpFailure.text(e, host + ":" + server.getPort(), HANDSHAKE), e);
    }
  }

  int port() {
    return local.getLocalPort();
  }

  private void accept() {
    try (remote;
        Socket client = local.accept()) {
      local.close();
      daemon(() -> copy(client, remote));
      copy(remote, client);
    } catch (IOException e) {
      // FFmpeg has not connected, or either side has disconnected.
    }
  }

  private static void copy(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        out.write(chunk, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // Either side has disconnected.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "darkroom-tls-relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the relay if FFmpeg failed to connect. */
  @Override
  public void close() {
    try (remote) {
      local.close();
    } catch (IOException e) {
      // Both are closed anyway.
    }
  }
}
