package io.darkroom.gateway.identity;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.HttpErrors;

/**
 * Lets the web page sign in and out: {@code POST} with a token or an API key in the header {@code
 * authorization} moves it into a cookie, {@code DELETE} removes the cookie.
 */
public final class SessionPath implements HttpService {

  public static final String PATH = "/v1/session";

  public void serve(ServerBuilder server) {
    server.route().path(PATH).methods(HttpMethod.POST, HttpMethod.DELETE).build(this);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext call, HttpRequest request) {
    request.abort();
    boolean secure = call.sessionProtocol().isTls();
    try {
      return withCookie(
          call.method() == HttpMethod.POST
              ? SessionCookie.of(secretOf(request), Caller.of(call).expires(), secure)
              : SessionCookie.none(secure));
    } catch (DarkroomException e) {
      return HttpErrors.respond(call, e);
    }
  }

  private static String secretOf(HttpRequest request) {
    return Proofs.ofAuthorization(request.headers())
        .orElseThrow(
            () ->
                DarkroomException.invalid(
                    "authorization",
                    "authorization: none (expected: Bearer and a token or an API key). Add the"
                        + " header."))
        .text();
  }

  private static HttpResponse withCookie(Cookie cookie) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .add(HttpHeaderNames.SET_COOKIE, cookie.toSetCookieHeader())
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build());
  }
}
