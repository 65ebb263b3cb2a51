package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.error.ConnectError;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.rpc.Methods;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import java.util.Optional;
import java.util.Set;

/**
 * Adds the Connect protocol to a gRPC service. Translates Connect calls to gRPC and their answers
 * back, and passes other calls on unchanged. Thread-safe; never blocks.
 */
public final class ConnectService extends SimpleDecoratingHttpService
    implements HttpServiceWithRoutes {

  private static final int NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  private final GrpcService grpc;
  private final UnaryCalls unary;
  private final StreamCalls streams;

  public ConnectService(GrpcService grpc) {
    super(grpc);
    this.grpc = grpc;
    this.unary = new UnaryCalls(grpc);
    this.streams = new StreamCalls(grpc);
  }

  @Override
  public Set<Route> routes() {
    return grpc.routes();
  }

  @Override
  public ExchangeType exchangeType(RoutingContext context) {
    return grpc.exchangeType(context);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    ServerMethodDefinition<?, ?> called = grpc.methods().get(context.path().substring(1));
    if (called == null) {
      return grpc.serve(context, request);
    }
    MethodDescriptor<?, ?> method = called.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY) {
      // Both limits would apply to the whole stream. Each message has its own limit, and the caller
      // decides how long a stream lasts.
      context.setMaxRequestLength(0);
      context.clearRequestTimeout();
    }
    if (isGrpc(request.contentType())) {
      return grpc.serve(context, request);
    }
    if (request.method() == HttpMethod.GET && Methods.areSafe(method)) {
      return queried(context, request);
    }
    if (request.method() != HttpMethod.POST) {
      return refuse(
          context,
          methodNotAllowed(request.method(), method),
          NOT_ALLOWED,
          HttpHeaders.of(HttpHeaderNames.ALLOW, "POST"));
    }
    return posted(context, request, method.getType());
  }

  private static boolean isGrpc(MediaType type) {
    return type != null && type.subtype().startsWith("grpc");
  }

  private HttpResponse queried(ServiceRequestContext context, HttpRequest request) {
    request.abort();
    String encoding = context.queryParams().get("encoding", "none");
    return MessageFormat.parse(encoding)
        .map(format -> unary.queried(context, request.headers(), format))
        .orElseGet(() -> unsupported(context, "encoding: " + encoding, false));
  }

  private HttpResponse posted(
      ServiceRequestContext context, HttpRequest request, MethodType method) {
    boolean streaming = method != MethodType.UNARY;
    MediaType type = request.contentType();
    Optional<MessageFormat> format =
        type == null ? Optional.empty() : MessageFormat.of(type, streaming);
    if (format.isEmpty()) {
      return unsupported(context, "content-type: " + (type == null ? "none" : type), streaming);
    }
    if (!streaming) {
      return unary.posted(context, request, format.get());
    }
    if (method == MethodType.BIDI_STREAMING && !context.sessionProtocol().isMultiplex()) {
      return refuse(context, needsHttp2(), HTTP_VERSION_NOT_SUPPORTED, HttpHeaders.of());
    }
    return streams.serve(context, request, format.get());
  }

  private static HttpResponse unsupported(
      ServiceRequestContext context, String found, boolean streaming) {
    String expected =
        "%s, %s"
            .formatted(
                MessageFormat.PROTO.mediaType(streaming), MessageFormat.JSON.mediaType(streaming));
    DarkroomException error =
        new DarkroomException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "%s (expected: %s). Use one of them.".formatted(found, expected));
    return refuse(context, error, UNSUPPORTED_MEDIA_TYPE, HttpHeaders.of("accept-post", expected));
  }

  private static DarkroomException methodNotAllowed(
      HttpMethod used, MethodDescriptor<?, ?> method) {
    return new DarkroomException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)."
            .formatted(used, Methods.areSafe(method) ? "GET or POST" : "POST"));
  }

  private static DarkroomException needsHttp2() {
    return new DarkroomException(
        ErrorCode.UNIMPLEMENTED,
        "protocol: HTTP/1.1 (expected: HTTP/2). Bidirectional streaming needs HTTP/2.");
  }

  private static HttpResponse refuse(
      ServiceRequestContext context, DarkroomException error, int status, HttpHeaders headers) {
    context.request().abort();
    CallOutcome.note(context, error.code());
    return ConnectError.of(Fault.of(context, error)).toResponse(status, headers).toHttpResponse();
  }
}
