package io.darkroom.gateway.sources.pull;

import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.SessionProtocolNegotiationException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Says in the user's words why a request failed. */
final class HttpFailure {

  private static final int MAX_CAUSES = 8;

  private HttpFailure() {}

  /**
   * @param server host and port
   * @param waited how long an answer was waited for
   */
  static String text(Throwable failure, String server, Duration waited) {
    Throwable cause = failure;
    String text = "the connection to %s broke".formatted(server);
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return certificate(cause.getMessage(), server);
      }
      text = one(cause, server, waited, text);
    }
    return text;
  }

  static String certificate(String reason, String server) {
    return ("the certificate of %s is not accepted: %s. Check that it is the right server, then set"
            + " certificate to its fingerprint.")
        .formatted(server, reason);
  }

  static String noConnection(String server) {
    return "no connection to %s in time. Check the address, the network and firewalls."
        .formatted(server);
  }

  private static String one(Throwable cause, String server, Duration waited, String text) {
    if (cause instanceof ResponseTimeoutException) {
      return "no answer from %s within %d s".formatted(server, waited.toSeconds());
    }
    if (cause instanceof ConnectTimeoutException) {
      return noConnection(server);
    }
    if (cause instanceof NoRouteToHostException
        || cause instanceof SocketException && message(cause).contains("unreachable")) {
      return "no route to %s. Check the address and the network.".formatted(server);
    }
    if (cause instanceof ConnectException) {
      return "%s refuses connections. Check the port, and that the server runs.".formatted(server);
    }
    if (cause instanceof SSLException || cause instanceof SessionProtocolNegotiationException) {
      return "%s does not speak TLS as expected. Try http: or another port.".formatted(server);
    }
    return text;
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }
}
