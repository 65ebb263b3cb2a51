package io.darkroom.gateway.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.HttpErrors;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routes calls by media type: passes JSON and gRPC on to the RPCs, handles bodies that are images,
 * and refuses the rest.
 */
public final class MediaTypes extends SimpleDecoratingHttpService implements HttpServiceWithRoutes {

  private static final String PROCESS = "/v1/images:process";
  private static final Pattern PUBLISH = Pattern.compile("/v1/streams/([^/]+)/frames");
  private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

  private final HttpServiceWithRoutes rpcs;
  private final RawImages images;

  public MediaTypes(HttpServiceWithRoutes rpcs, RawImages images) {
    super((HttpService) rpcs);
    this.rpcs = rpcs;
    this.images = images;
  }

  /**
   * Declares every request a stream, also of unary calls. Otherwise the server would read the whole
   * body before any decorator sees it, and bodies would be neither counted nor paced.
   */
  @Override
  public ExchangeType exchangeType(RoutingContext context) {
    return ExchangeType.of(true, super.exchangeType(context).isResponseStreaming());
  }

  @Override
  public Set<Route> routes() {
    return rpcs.routes();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String path = context.decodedPath();
    if (!WITH_BODY.contains(request.method()) || !path.startsWith("/v1/")) {
      return unwrap().serve(context, request);
    }
    MediaType type = request.contentType();
    if (type != null && type.isJson()) {
      return unwrap().serve(context, request);
    }
    Matcher publish = PUBLISH.matcher(path);
    if (path.equals(PROCESS) && isImage(type)) {
      return withBody(context, request, body -> images.process(context, body));
    }
    if (publish.matches() && (type == null || isImage(type) || type.is(MediaType.OCTET_STREAM))) {
      return withBody(context, request, body -> images.publish(context, publish.group(1), body));
    }
    request.abort();
    return HttpErrors.respond(context, unsupported(type, path));
  }

  private static boolean isImage(MediaType type) {
    return type != null && type.is(MediaType.ANY_IMAGE_TYPE);
  }

  private static HttpResponse withBody(
      ServiceRequestContext context,
      HttpRequest request,
      Function<AggregatedHttpRequest, CompletableFuture<HttpResponse>> call) {
    return HttpErrors.respond(context, request.aggregate().thenCompose(call::apply));
  }

  private static DarkroomException unsupported(MediaType type, String path) {
    boolean takesImages = path.equals(PROCESS) || PUBLISH.matcher(path).matches();
    return new DarkroomException(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "content-type: %s (expected: %s). Set it to the type of the body."
            .formatted(
                type == null ? "none" : type,
                takesImages ? "image/jpeg, image/png or application/json" : "application/json"));
  }
}
