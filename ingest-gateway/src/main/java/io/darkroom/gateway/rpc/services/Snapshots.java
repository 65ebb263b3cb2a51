package io.darkroom.gateway.rpc.services;

import com.google.api.HttpBody;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.NextFrame;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.rpc.Replies;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Single frames of streams or pipelines, as images.
 *
 * @param what stream or pipeline
 * @param frame what is awaited, for error messages
 * @param patience how long a call waits for the next frame
 */
record Snapshots(Channel channel, String what, String frame, Slots watchers, Duration patience) {

  private static final String NEXT = "next";

  static Snapshots ofStreams(Channel raw, Slots watchers, Duration patience) {
    return new Snapshots(raw, "stream", "frame", watchers, patience);
  }

  static Snapshots ofPipelines(Channel processed, Slots watchers, Duration patience) {
    return new Snapshots(processed, "pipeline", "processed frame", watchers, patience);
  }

  /**
   * The newest frame, or with {@code wait} "next" the next one. Of an on-demand pipeline that has
   * been idle it is the next one, too. The caller has checked that the id is known.
   */
  CompletableFuture<HttpBody> get(String id, String wait) {
    return wait.equals(NEXT) || channel.idle(id) ? next(id) : newest(id);
  }

  private CompletableFuture<HttpBody> newest(String id) {
    return channel.newest(id).thenApply(newest -> image(newest.orElseThrow(() -> noFrameYet(id))));
  }

  private CompletableFuture<HttpBody> next(String id) {
    ServiceRequestContext call = ServiceRequestContext.current();
    watchers.holdFor(call);
    return Replies.cancelWith(call, NextFrame.of(channel, id, patience))
        .thenApply(Snapshots::image)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(coded(id, failure)));
  }

  private Throwable coded(String id, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof TimeoutException ? noneCame(id) : cause;
  }

  private static HttpBody image(Delivery delivery) {
    Frame frame = FrameCodec.decode(delivery.message());
    return HttpBody.newBuilder()
        .setContentType(frame.encoding().mediaType())
        .setData(frame.image())
        .build();
  }

  private DarkroomException noneCame(String id) {
    return new DarkroomException(
            ErrorCode.TIMEOUT,
            "snapshot of %s: %s: no %s for %d ms (expected: one). %s"
                .formatted(
                    what,
                    id,
                    frame,
                    patience.toMillis(),
                    "Check that frames arrive, then try again."))
        .about(what, id);
  }

  private DarkroomException noFrameYet(String id) {
    return new DarkroomException(
            ErrorCode.NO_FRAME_YET,
            "snapshot of %s: %s (expected: at least one %s). %s"
                .formatted(
                    what,
                    id,
                    frame,
                    what.equals("stream")
                        ? "Publish a frame to it, then try again."
                        : "Publish a frame to its stream, then try again."))
        .about(what, id);
  }
}
