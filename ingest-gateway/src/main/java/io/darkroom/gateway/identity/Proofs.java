package io.darkroom.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.tls.ClientCertificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds what a call shows to identify its caller. The first of: the header {@code authorization}, a
 * WebSocket sub-protocol, a ticket, the cookie of the web page, a client certificate.
 */
final class Proofs {

  /** Precedes a token among the sub-protocols of a WebSocket, as in Kubernetes. */
  static final String SUB_PROTOCOL = "base64url.bearer.authorization.darkroom.";

  private static final String BEARER = "bearer ";
  private static final Set<HttpMethod> OPENING = Set.of(HttpMethod.GET, HttpMethod.CONNECT);

  private Proofs() {}

  static Optional<Proof> of(ServiceRequestContext call) {
    RequestHeaders headers = call.request().headers();
    return Stream.<Supplier<Optional<Proof>>>of(
            () -> ofAuthorization(headers).map(Proof.class::cast),
            () -> ofSubProtocol(headers),
            () -> ofTicket(call),
            () -> Proof.secret(SessionCookie.valueIn(headers)),
            () -> ClientCertificate.subjectOf(call).map(Proof.Certificate::new))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Optional<Proof.Secret> ofAuthorization(RequestHeaders headers) {
    String value = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(new Proof.Secret(value.substring(BEARER.length()).trim()))
        : Optional.empty();
  }

  private static Optional<Proof> ofSubProtocol(RequestHeaders headers) {
    String offered = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    return Stream.of(offered.split(","))
        .map(String::trim)
        .filter(name -> name.startsWith(SUB_PROTOCOL))
        .findFirst()
        .map(name -> new Proof.Secret(decoded(name.substring(SUB_PROTOCOL.length()))));
  }

  /** Text that is not base64 is no valid secret either. */
  private static String decoded(String base64) {
    try {
      return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Proof> ofTicket(ServiceRequestContext call) {
    return OPENING.contains(call.method())
        ? Optional.ofNullable(call.queryParam(Tickets.PARAMETER)).map(Proof.Ticket::new)
        : Optional.empty();
  }
}
