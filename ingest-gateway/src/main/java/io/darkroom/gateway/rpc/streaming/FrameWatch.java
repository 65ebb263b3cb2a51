package io.darkroom.gateway.rpc.streaming;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.LineageCodec;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One WatchFrames call: sends the last known frame, then new ones. A frame counts as taken when the
 * connection is ready for more, so that frames for a slow caller are dropped here, not buffered
 * later. Runs on the call's event loop.
 */
public final class FrameWatch implements Channel.Watcher {

  private static final int QUEUE_FRAMES = 64;

  private final ServerCallStreamObserver<WatchFramesResponse> out;
  private final DeliveryMetrics metrics;
  private final Executor eventLoop = ServiceRequestContext.current().eventLoop().withoutContext();
  private CompletableFuture<Void> untaken;
  private boolean ended;

  private FrameWatch(ServerCallStreamObserver<WatchFramesResponse> out, DeliveryMetrics metrics) {
    this.out = out;
    this.metrics = metrics;
  }

  /**
   * Begins a call, on its event loop.
   *
   * @param width the most px; 0 for the frame's own
   * @throws DarkroomException if the id is unknown or there are too many watchers
   */
  public static void open(
      Channel channel,
      String id,
      String from,
      int width,
      Duration maxLag,
      Duration patience,
      StreamObserver<WatchFramesResponse> observer,
      OpenCalls calls,
      Slots watchers,
      GatewayMetrics metrics) {
    channel.requireKnown().accept(id);
    Optional<ResumeToken> token =
        from.isEmpty() ? Optional.empty() : Optional.of(channel.parse(from, id));
    watchers.holdFor(ServiceRequestContext.current());
    ServerCallStreamObserver<WatchFramesResponse> out =
        (ServerCallStreamObserver<WatchFramesResponse>) observer;
    FrameWatch watch = new FrameWatch(out, new DeliveryMetrics(metrics, channel.kind()));
    out.setOnReadyHandler(watch::taken);
    Subscriber subscriber =
        channel.watch(
            id,
            new Channel.Start(token, true),
            new Subscriber.Limits(QUEUE_FRAMES, maxLag, 0, patience),
            width,
            watch);
    calls.add(out, () -> channel.audience().remove(id, subscriber));
  }

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    eventLoop.execute(() -> write(delivery, dropped, sent));
    return sent;
  }

  @Override
  public void end(DarkroomException cause) {
    eventLoop.execute(
        () -> {
          ended = true;
          if (!out.isCancelled()) {
            out.onError(cause);
          }
        });
  }

  private void write(Delivery delivery, Map<String, Long> dropped, CompletableFuture<Void> sent) {
    if (ended || !out.isReady()) {
      // The connection was ready when this frame was chosen, so the call has ended since.
      sent.cancel(false);
      return;
    }
    untaken = sent;
    out.onNext(messageOf(delivery, dropped));
    metrics.delivered(delivery);
    delivery.trace().sending("grpc", sent);
    if (out.isReady()) {
      taken();
    }
  }

  private static WatchFramesResponse messageOf(Delivery delivery, Map<String, Long> dropped) {
    return WatchFramesResponse.newBuilder()
        .setFrame(FrameCodec.message(delivery.message(), delivery.position()))
        .setPosition(LineageCodec.toMessage(delivery.position()))
        .putAllDropped(dropped)
        .setResumeToken(delivery.resumeToken())
        .setInitial(delivery.timing() == Delivery.Timing.INITIAL)
        .build();
  }

  private void taken() {
    if (untaken != null) {
      CompletableFuture<Void> sent = untaken;
      untaken = null;
      sent.complete(null);
    }
  }
}
