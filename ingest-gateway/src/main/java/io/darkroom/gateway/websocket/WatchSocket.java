package io.darkroom.gateway.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.fanout.Channel;
import io.darkroom.gateway.fanout.Delivery;
import io.darkroom.gateway.fanout.Subscriber;
import io.darkroom.gateway.limit.Slots;
import io.darkroom.gateway.metrics.DeliveryMetrics;
import io.darkroom.gateway.metrics.GatewayMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * {@code …/{id}/frames}: one binary frame message per frame, newest first where the watcher is
 * slow. The watcher acknowledges with {@code {"ack":sequence}} and has at most two frames ahead of
 * it; with {@code ?ack=none} the socket alone sets the pace; with {@code ?newest=true} the frame
 * that was there last comes first.
 *
 * @param idParam the path parameter that names what is watched
 */
record WatchSocket(
    Channel channel,
    String idParam,
    Duration maxLag,
    OpenSockets sockets,
    GatewayMetrics metrics,
    Slots watchers)
    implements SocketHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int QUEUE_FRAMES = 64;
  private static final int UNACKNOWLEDGED = 2;
  private static final int MAX_ACKNOWLEDGEMENT_BYTES = 4 << 10;

  @Override
  public void check(ServiceRequestContext context) {
    channel.requireKnown().accept(context.pathParam(idParam));
    limits(context.queryParams());
    watchers.holdFor(context);
  }

  /** A watcher has nothing to say but acknowledgements. */
  @Override
  public int maxMessageBytes() {
    return MAX_ACKNOWLEDGEMENT_BYTES;
  }

  @Override
  public WebSocket handle(ServiceRequestContext context, WebSocket in) {
    String id = context.pathParam(idParam);
    WebSocketWriter out = WebSocket.streaming();
    sockets.add(context, out, channel.kind());
    Subscriber subscriber =
        channel.subscribe(id, limits(context.queryParams()), delivery -> send(out, delivery));
    if (context.queryParams().get("newest", "").equals("true")) {
      channel.audience().offerNewest(id, subscriber);
    }
    out.whenComplete().whenComplete((done, failure) -> channel.audience().remove(id, subscriber));
    in.subscribe(new Acknowledgements(out, subscriber), context.eventLoop());
    return out;
  }

  private Subscriber.Limits limits(QueryParams query) {
    boolean acknowledging = !query.get("ack", "").equals("none");
    return new Subscriber.Limits(
        QUEUE_FRAMES, lagOf(query.get("max_lag")), acknowledging ? UNACKNOWLEDGED : 0);
  }

  private Duration lagOf(String text) {
    if (text == null) {
      return maxLag;
    }
    if (!text.matches("[0-9]{1,6}")) {
      throw DarkroomException.invalid(
          "max_lag", "max_lag: \"%s\" (expected: 0 to 999999 ms). Correct it.".formatted(text));
    }
    return Duration.ofMillis(Long.parseLong(text));
  }

  private CompletableFuture<Void> send(WebSocketWriter out, Delivery delivery) {
    ByteBuf bytes = Unpooled.wrappedBuffer(delivery.message(), delivery.tail());
    if (!out.tryWrite(WebSocketFrame.ofPooledBinary(bytes))) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    new DeliveryMetrics(metrics, channel.kind()).delivered(delivery);
    CompletableFuture<Void> taken = out.whenConsumed();
    delivery.trace().sending("websocket", taken);
    return taken;
  }

  private static final class Acknowledgements extends Incoming {
    private final Subscriber subscriber;

    Acknowledgements(WebSocketWriter out, Subscriber subscriber) {
      super(out, UNACKNOWLEDGED);
      this.subscriber = subscriber;
    }

    @Override
    void onText(String text) {
      acknowledge(text);
      done();
    }

    @Override
    void onBinary(byte[] message) {
      done();
    }

    /** What is no acknowledgement is ignored: newer clients may say more. */
    private void acknowledge(String text) {
      try {
        JsonNode ack = JSON.readTree(text).path("ack");
        if (ack.isIntegralNumber() && ack.canConvertToLong()) {
          subscriber.acknowledge(ack.longValue());
        }
      } catch (JsonProcessingException e) {
        // Not JSON.
      }
    }
  }
}
