package io.darkroom.gateway.http;

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
import io.darkroom.frame.ContentName;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.http.body.ArrivingJpegs;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
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
    if (request.method() == HttpMethod.POST) {
      Matcher publish = PUBLISH.matcher(path);
      if (path.equals(PROCESS) && mayBeImage(type)) {
        return guarded(
            context,
            () -> images.requireMayProcess(context),
            () -> withImage(context, request, body -> images.process(context, body)));
      }
      if (publish.matches()) {
        String streamId = publish.group(1);
        return guarded(
            context,
            () -> images.requireMayPublish(context, streamId),
            () -> publish(context, streamId, request, type));
      }
    }
    request.abort();
    return HttpErrors.respond(context, unsupported(type, path));
  }

  private static HttpResponse guarded(
      ServiceRequestContext context, Runnable guard, Supplier<HttpResponse> call) {
    return answered(
        context,
        () -> {
          guard.run();
          return CompletableFuture.completedFuture(call.get());
        });
  }

  private HttpResponse publish(
      ServiceRequestContext context, String streamId, HttpRequest request, MediaType type) {
    if (isForm(type) || (mayBeImage(type) && !ArrivingJpegs.isIn(request))) {
      return withImage(context, request, body -> images.publish(context, streamId, body));
    }
    if (mayBeImage(type) || type.is(MediaType.ANY_MULTIPART_TYPE) || isVideo(type)) {
      boolean framed = type != null && type.is(MediaType.ANY_MULTIPART_TYPE);
      return answered(context, () -> images.push(context, streamId, framed, request));
    }
    request.abort();
    return HttpErrors.respond(context, unsupported(type, context.decodedPath()));
  }

  /** Whether a body of this type can be an image; curl and others state types of their own. */
  private static boolean mayBeImage(MediaType type) {
    return type == null
        || type.is(MediaType.ANY_IMAGE_TYPE)
        || type.is(MediaType.OCTET_STREAM)
        || type.is(MediaType.FORM_DATA)
        || isForm(type);
  }

  private static boolean isForm(MediaType type) {
    return type != null && type.is(MediaType.MULTIPART_FORM_DATA);
  }

  /** Motion JPEG has no registered type. */
  private static boolean isVideo(MediaType type) {
    return type.is(MediaType.ANY_VIDEO_TYPE);
  }

  private static HttpResponse withImage(
      ServiceRequestContext context,
      HttpRequest request,
      Function<ImageBody, CompletableFuture<HttpResponse>> call) {
    return answered(context, () -> imageOf(context, request).thenCompose(call::apply));
  }

  private static CompletableFuture<ImageBody> imageOf(
      ServiceRequestContext context, HttpRequest request) {
    MediaType type = request.contentType();
    if (isForm(type)) {
      return ImageBody.ofForm(request, context.queryParams());
    }
    return request
        .aggregate()
        .thenApply(body -> ImageBody.of(body, context.queryParams()))
        .thenApply(body -> checked(body, type, context.decodedPath()));
  }

  /** A body that is no image, of a type for other things, is likely meant for another call. */
  private static ImageBody checked(ImageBody body, MediaType type, String path) {
    boolean states = type == null || type.is(MediaType.ANY_IMAGE_TYPE);
    if (states || ImageHeader.sniff(body.image()).isPresent()) {
      return body;
    }
    if (type.is(MediaType.FORM_DATA) && !ContentName.of(body.image()).isFile()) {
      throw unsupported(type, path);
    }
    return body;
  }

  private static HttpResponse answered(
      ServiceRequestContext context, Supplier<CompletableFuture<HttpResponse>> call) {
    try {
      return HttpErrors.respond(context, call.get());
    } catch (DarkroomException e) {
      context.request().abort();
      return HttpErrors.respond(context, e);
    }
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
