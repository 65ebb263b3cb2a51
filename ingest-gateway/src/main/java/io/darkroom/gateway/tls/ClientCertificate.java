package io.darkroom.gateway.tls;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** The certificate that the client of a call has shown, and that the gateway has verified. */
public final class ClientCertificate {

  private ClientCertificate() {}

  /** Whom it names; empty if the client has shown none, or the call came without TLS. */
  public static Optional<X500Principal> subjectOf(ServiceRequestContext context) {
    SSLSession session = context.sslSession();
    if (session == null) {
      return Optional.empty();
    }
    try {
      return Optional.of((X500Principal) session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
