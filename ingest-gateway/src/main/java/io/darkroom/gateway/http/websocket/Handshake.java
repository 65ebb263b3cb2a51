package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceOptions;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.websocket.WebSocketService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.HttpErrors;
import java.util.concurrent.CompletableFuture;

/**
 * Decides before the upgrade whether a socket may open, so that a refusal is a plain HTTP error
 * with a code. The Origin of the caller has been checked before.
 */
final class Handshake extends SimpleDecoratingHttpService {

  /** Sets no limit on duration and bytes; after a close the peer has 500 ms to respond. */
  private static final ServiceOptions OPTIONS =
      ServiceOptions.builder()
          .requestTimeoutMillis(0)
          .maxRequestLength(0)
          .requestAutoAbortDelayMillis(500)
          .closeHttp2StreamDelayMillis(500)
          .build();

  private final SocketHandler handler;

  private Handshake(WebSocketService sockets, SocketHandler handler) {
    super(sockets);
    this.handler = handler;
  }

  /** A service that opens sockets for the handler. */
  static Handshake of(SocketHandler handler) {
    WebSocketService sockets =
        WebSocketService.builder(handler)
            .maxFramePayloadLength(handler.maxMessageBytes())
            .subprotocols(handler.subProtocols())
            .aggregateContinuation(true)
            .allowedOrigins("*")
            .serviceOptions(OPTIONS)
            .fallbackService(
                (context, request) -> HttpErrors.respond(context, notAnUpgrade(request)))
            .build();
    return new Handshake(sockets, handler);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    try {
      handler.check(context);
    } catch (DarkroomException e) {
      return HttpErrors.respond(context, e);
    }
    CompletableFuture<?> prepared = handler.prepare(context);
    return prepared.isDone()
        ? unwrap().serve(context, request)
        : HttpResponse.of(
            prepared.thenApplyAsync(done -> open(context, request), context.eventLoop()));
  }

  private HttpResponse open(ServiceRequestContext context, HttpRequest request) {
    try {
      return unwrap().serve(context, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private static DarkroomException notAnUpgrade(HttpRequest request) {
    return new DarkroomException(
        ErrorCode.INVALID_ARGUMENT,
        "upgrade: %s (expected: websocket). Open the path with a WebSocket client."
            .formatted(request.headers().get(HttpHeaderNames.UPGRADE, "none")));
  }
}
