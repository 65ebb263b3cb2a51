package io.darkroom.gateway.access;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.error.HttpErrors;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses calls that a web page of somebody else makes a browser send: calls under a name that is
 * not the gateway's (DNS rebinding), and calls of foreign origins that change something or open a
 * WebSocket. Programs, which send no Origin, are not affected. Thread-safe.
 */
public final class ForeignPages extends SimpleDecoratingHttpService {

  /** Methods that change nothing; browsers keep their answers from foreign pages. */
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** How browsers describe calls of their own pages, and of users who type an address. */
  private static final Set<String> OWN_SITES = Set.of("", "same-origin", "none");

  private static final String SITE = "sec-fetch-site";

  private final AllowedHosts hosts;
  private final Set<String> origins;

  public ForeignPages(HttpService delegate, AccessConfig access) {
    super(delegate);
    this.hosts = new AllowedHosts(lowerCase(access.hosts()));
    this.origins = lowerCase(access.origins());
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    Optional<DarkroomException> refusal = refusalOf(request.headers());
    return refusal.isPresent()
        ? HttpErrors.respond(context, refusal.get(), HttpStatus.FORBIDDEN)
        : unwrap().serve(context, request);
  }

  private Optional<DarkroomException> refusalOf(RequestHeaders headers) {
    if (!hosts.allow(headers.authority())) {
      return Optional.of(unknownHost(headers.authority()));
    }
    boolean harmless =
        READING.contains(headers.method()) && !headers.contains(HttpHeaderNames.UPGRADE);
    return harmless || isOwn(headers) ? Optional.empty() : Optional.of(foreign(headers));
  }

  private boolean isOwn(RequestHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN, "").toLowerCase(Locale.ROOT);
    if (origin.isEmpty()) {
      return OWN_SITES.contains(headers.get(SITE, ""));
    }
    return origin.replaceFirst("^https?://", "").equalsIgnoreCase(headers.authority())
        || origins.contains(origin);
  }

  private static DarkroomException unknownHost(String authority) {
    return forbidden(
        "host: %s (expected: localhost, an IP address or an allowed name). Allow it with"
            + " --allowed-host.",
        authority);
  }

  private static DarkroomException foreign(RequestHeaders headers) {
    return forbidden(
        "origin: %s (expected: this host or an allowed origin). Allow it with --allowed-origin.",
        headers.get(HttpHeaderNames.ORIGIN, headers.get(SITE, "")));
  }

  private static DarkroomException forbidden(String message, String value) {
    return new DarkroomException(ErrorCode.FORBIDDEN, message.formatted(value));
  }
}
