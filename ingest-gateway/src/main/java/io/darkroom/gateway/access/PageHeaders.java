package io.darkroom.gateway.access;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.gateway.config.AuthConfig;
import java.net.URI;
import java.util.function.Function;

/** Adds the headers that make browsers restrict what the gateway's pages may load and do. */
public final class PageHeaders extends SimpleDecoratingHttpService {

  /** Scripts and styles come from files only; frames of watched streams are blobs. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src %s; img-src 'self' blob: data:;"
          + " media-src 'self' blob:; connect-src %s; font-src 'self'; worker-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String FILES = "'self'";
  private static final String FILES_ONLY = CONTENT_POLICY.formatted(FILES, FILES);

  private static final String PERMISSIONS =
      "camera=(self), fullscreen=(self), display-capture=(), geolocation=(), microphone=(),"
          + " payment=(), usb=()";

  private final String policy;

  public PageHeaders(HttpService delegate) {
    this(delegate, FILES_ONLY);
  }

  private PageHeaders(HttpService delegate, String policy) {
    super(delegate);
    this.policy = policy;
  }

  /** For a page whose scripts also call the provider at which people sign in, if there is one. */
  public static Function<HttpService, PageHeaders> signingIn(AuthConfig auth) {
    String policy =
        auth.oidc()
            .filter(provider -> !provider.clientId().isEmpty())
            .map(provider -> FILES + " " + origin(provider.issuer()))
            .map(called -> CONTENT_POLICY.formatted(FILES, called))
            .orElse(FILES_ONLY);
    return page -> new PageHeaders(page, policy);
  }

  /** Scheme, host and port only, so that nothing else of the configured text gets into a header. */
  private static String origin(URI issuer) {
    String port = issuer.getPort() < 0 ? "" : ":" + issuer.getPort();
    return issuer.getScheme() + "://" + issuer.getHost() + port;
  }

  /** Sets what holds for every response: no guessing of types, no addresses to other sites. */
  public static void ofAll(ServerBuilder server) {
    server
        .disableServerHeader()
        .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .addHeader(HttpHeaderNames.REFERRER_POLICY, "same-origin");
  }

  /** Also allows style elements that carry this nonce, in the response to this call only. */
  public static void allowStyles(ServiceRequestContext context, String nonce) {
    String policy = CONTENT_POLICY.formatted(FILES + " 'nonce-" + nonce + "'", FILES);
    context.mutateAdditionalResponseHeaders(
        headers -> headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    context.mutateAdditionalResponseHeaders(
        headers ->
            headers
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy)
                .set("permissions-policy", PERMISSIONS)
                .set(HttpHeaderNames.CROSS_ORIGIN_OPENER_POLICY, "same-origin"));
    return unwrap().serve(context, request);
  }
}
