package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Serves {@code …/{id}/frames}. Binary messages are frames; a slow watcher gets only the newest.
 * Text messages carry everything else, beginning with {@code hello}. A watcher can choose to
 * acknowledge frames with {@code {"ack":sequence}}, and then gets only a few frames ahead of it;
 * otherwise the socket sets the pace.
 *
 * @param idParam the path parameter with the id of the stream or pipeline
 * @param maxLag the default for watchers that set none
 * @param patience how long a watcher may take no frame while frames wait for it
 */
record WatchSocket(
    Channel channel,
    String idParam,
    Duration maxLag,
    Duration patience,
    OpenSockets sockets,
    GatewayMetrics metrics,
    Slots watchers)
    implements SocketHandler {

  private static final int QUEUE_FRAMES = 64;
  private static final int MESSAGES_AHEAD = 2;
  private static final int MAX_MESSAGE_BYTES = 16 << 10;

  @Override
  public void check(ServiceRequestContext context) {
    channel.requireKnown().accept(context.pathParam(idParam));
    startOf(WatchQuery.of(context, maxLag), context.pathParam(idParam));
    watchers.holdFor(context);
  }

  @Override
  public CompletableFuture<?> prepare(ServiceRequestContext context) {
    return channel.prepare(context.pathParam(idParam), context.log().whenComplete());
  }

  @Override
  public List<String> subProtocols() {
    return WatchQuery.SUB_PROTOCOLS;
  }

  /** Watchers send only acknowledgements and tokens. */
  @Override
  public int maxMessageBytes() {
    return MAX_MESSAGE_BYTES;
  }

  @Override
  public WebSocket handle(ServiceRequestContext context, WebSocket in) {
    String id = context.pathParam(idParam);
    WatchQuery query = WatchQuery.of(context, maxLag);
    Subscriber.Limits limits =
        new Subscriber.Limits(QUEUE_FRAMES, query.maxLag(), query.unacknowledged(), patience);
    WebSocketWriter out = WebSocket.streaming();
    StreamingCall call = sockets.add(context, out);
    SocketSink sink =
        new SocketSink(
            out, limits, maxMessageBytes(), new DeliveryMetrics(metrics, channel.kind()), call);
    Subscriber subscriber = channel.watch(id, startOf(query, id), limits, query.width(), sink);
    out.whenComplete().whenComplete((done, failure) -> channel.audience().remove(id, subscriber));
    in.subscribe(new Acknowledgements(context, out, call, subscriber), context.eventLoop());
    return out;
  }

  private Channel.Start startOf(WatchQuery query, String id) {
    return new Channel.Start(query.from().map(from -> channel.parse(from, id)), query.newest());
  }

  private static final class Acknowledgements extends SocketReceiver {
    private final ServiceRequestContext call;
    private final Subscriber subscriber;

    Acknowledgements(
        ServiceRequestContext call,
        WebSocketWriter out,
        StreamingCall counted,
        Subscriber subscriber) {
      super(out, MESSAGES_AHEAD, MAX_MESSAGE_BYTES, counted);
      this.call = call;
      this.subscriber = subscriber;
    }

    @Override
    void onText(String text) {
      WatcherMessage message = WatcherMessage.parse(text);
      Optional<String> token = message.token();
      if (token.isPresent()) {
        Renewal.answer(call, token.get())
            .thenAcceptAsync(answer -> answer(WebSocketFrame.ofText(answer)), call.eventLoop());
      } else {
        message.acknowledged().ifPresent(subscriber::acknowledge);
        done();
      }
    }

    @Override
    void onBinary(byte[] message) {
      done();
    }
  }
}
