package io.darkroom.gateway.http.mjpeg;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.media.JpegRendition;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import io.darkroom.telemetry.metric.DropReason;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer. A frame counts as taken when the connection has taken its bytes, so that frames for a
 * slow viewer are dropped by its {@link io.darkroom.gateway.frames.watch.Subscriber}. With a limit
 * of frames per second, one frame is held until it is due, and a newer one replaces it. Confined to
 * the call's event loop; pictures are converted on other threads.
 */
final class MjpegViewer implements Channel.Watcher {

  private static final Logger log = LoggerFactory.getLogger(MjpegViewer.class);

  private final HttpResponseWriter out;
  private final JpegRendition rendition;
  private final Pace pace;
  private final DeliveryMetrics metrics;
  private final StreamingCall call;
  private final Executor converters;
  private final EventLoop eventLoop;
  private Delivery held;
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
  private boolean begun;
  private boolean waits;
  private boolean silent;

  MjpegViewer(
      HttpResponseWriter out,
      MjpegQuery query,
      DeliveryMetrics metrics,
      StreamingCall call,
      Executor converters) {
    this.out = out;
    this.rendition = new JpegRendition(query.width(), query.quality());
    this.pace = new Pace(query.fps());
    this.metrics = metrics;
    this.call = call;
    this.converters = converters;
    this.eventLoop = call.context().eventLoop().withoutContext();
    out.whenComplete().whenComplete((done, failure) -> converters.execute(rendition::close));
  }

  /** The response begins now, so that a viewer who has its headers gets what is published then. */
  @Override
  public void begins(Optional<String> token) {
    eventLoop.execute(this::begin);
  }

  private void begin() {
    if (!begun && out.tryWrite(MjpegParts.HEADERS)) {
      begun = out.tryWrite(MjpegParts.OPENING);
    }
  }

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    eventLoop.execute(() -> take(delivery, taken));
    return taken;
  }

  private void take(Delivery delivery, CompletableFuture<Void> taken) {
    held = delivery;
    sendHeld();
    writing.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            taken.complete(null);
          } else {
            taken.completeExceptionally(failure);
          }
        });
  }

  /** Sends the held frame if it is due and the one before it has been sent. */
  private void sendHeld() {
    if (held == null || !writing.isDone()) {
      return;
    }
    long now = System.nanoTime();
    long wait = pace.waitNanos(now);
    if (wait > 0) {
      sendHeldAfter(wait);
      return;
    }
    pace.sent(now);
    writing = convert(held);
    held = null;
    writing.whenComplete((done, failure) -> eventLoop.execute(this::sendHeld));
  }

  private void sendHeldAfter(long nanos) {
    if (!waits && out.isOpen()) {
      waits = true;
      eventLoop.schedule(
          () -> {
            waits = false;
            sendHeld();
          },
          nanos,
          TimeUnit.NANOSECONDS);
    }
  }

  private CompletableFuture<Void> convert(Delivery delivery) {
    try {
      return convert(delivery, FrameCodec.decode(delivery.message()));
    } catch (DarkroomException e) {
      return skip(delivery, e);
    }
  }

  private CompletableFuture<Void> convert(Delivery delivery, Frame frame) {
    if (rendition.keeps(frame)) {
      return write(delivery, frame, frame.image());
    }
    return CompletableFuture.supplyAsync(() -> rendition.of(frame), converters)
        .handleAsync(
            (jpeg, failure) ->
                failure == null ? write(delivery, frame, jpeg) : skip(delivery, failure),
            eventLoop)
        .thenCompose(written -> written);
  }

  private CompletableFuture<Void> skip(Delivery delivery, Throwable failure) {
    log.debug("stream {}: frame {} not shown", delivery.streamId(), delivery.sequence(), failure);
    metrics.metrics().dropped(DropReason.DAMAGED.text(), delivery.streamId());
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> write(Delivery delivery, Frame frame, ByteString jpeg) {
    if (!out.tryWrite(MjpegParts.picture(jpeg, frame.capturedAt()))) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    silent = false;
    call.messageSent();
    metrics.delivered(delivery);
    CompletableFuture<Void> taken = out.whenConsumed();
    delivery.trace().sending("mjpeg", taken);
    return taken;
  }

  /** Called regularly. Finds viewers that have vanished while no picture comes. */
  void look() {
    if (begun && silent && writing.isDone() && !out.tryWrite(MjpegParts.STILL_HERE)) {
      log.debug("{}: the viewer has left", call.context().path());
    }
    silent = true;
  }

  @Override
  public void end(DarkroomException cause) {
    call.failed(cause.code());
    eventLoop.execute(() -> close(cause));
  }

  /** A viewer that does not read would not see the end, so its connection is closed. */
  private void close(DarkroomException cause) {
    boolean reads = cause.code() != ErrorCode.TOO_MANY_REQUESTS;
    if (reads) {
      begin();
      out.close();
      return;
    }
    log.info("{}: closed because its viewer does not read", call.context().path());
    out.abort(cause);
    io.netty.channel.Channel connection = call.context().log().partial().channel();
    boolean shared = call.context().sessionProtocol().isMultiplex();
    if (connection != null && !(shared && connection.isWritable())) {
      connection.close();
    }
  }

  /** Ends the response because the gateway stops. */
  void close() {
    eventLoop.execute(
        () -> {
          begin();
          out.close();
        });
  }
}
