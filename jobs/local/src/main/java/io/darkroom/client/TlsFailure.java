package io.darkroom.client;

import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Explains why a client and a gateway did not agree on TLS. */
final class TlsFailure {

  private TlsFailure() {}

  static GatewayException of(URI uri, SSLException refused) {
    return new GatewayException("UNAVAILABLE", "gateway: " + uri + " " + reason(refused), refused);
  }

  private static String reason(SSLException refused) {
    String why = String.valueOf(refused.getMessage());
    if (caused(refused, CertPathBuilderException.class)) {
      return "has a certificate of an unknown authority (expected: one of a known authority). Pass"
          + " the authority's certificate with --ca.";
    }
    if (caused(refused, CertificateException.class)) {
      return "has a certificate that is refused (expected: a valid one for this host). %s."
          .formatted(why);
    }
    return why.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")
        ? "does not speak TLS (expected: TLS, since the address begins with https). Call http://"
            + " instead."
        : "does not agree on TLS (expected: TLS 1.2 or 1.3). %s.".formatted(why);
  }

  private static boolean caused(Throwable thrown, Class<? extends Throwable> by) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (by.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
