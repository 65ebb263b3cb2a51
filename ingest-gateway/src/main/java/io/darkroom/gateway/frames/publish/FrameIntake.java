package io.darkroom.gateway.frames.publish;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.status.Drop;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ReceivedFrames;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way into the log of frames that say themselves what they are. Thread-safe; never blocks.
 *
 * @param publisher appends a frame to the topic and completes with its place; never blocks
 */
public record FrameIntake(
    Function<Frame, CompletableFuture<SourcePosition>> publisher,
    ImageLimits limits,
    GatewayMetrics metrics,
    ReceivedFrames traces,
    RecentFrames recent) {

  /**
   * Looks at what a producer may not say and at the image's header.
   *
   * @throws DarkroomException where the frame cannot be accepted
   */
  public Frame check(Frame frame) {
    if (frame.request().isPresent() || frame.processing().isPresent()) {
      throw DarkroomException.invalid(
          "frame", "frame: with request or processing (expected: neither). Leave them out.");
    }
    limits.requireBytes(frame.image().size());
    if (frame.encoding().compressed()) {
      ImageHeader.read(frame.image()).requireWithin(limits);
    } else {
      limits.requireSize(frame.width(), frame.height());
    }
    return frame;
  }

  /**
   * Publishes a frame and counts it, unless it was published before; completes once Kafka has it.
   *
   * @throws DarkroomException where another frame has its number
   */
  public CompletableFuture<Published> publish(Frame frame, PublishingCall origin) {
    return once(frame, origin.transport(), () -> append(frame, origin));
  }

  /** Publishes a frame that the gateway has numbered, so that it cannot be a repeat. */
  public CompletableFuture<Published> publishNew(Frame frame, PublishingCall origin) {
    return counted(frame, origin.transport(), append(frame, origin));
  }

  /** As {@link #publish}, by another way into the log. */
  public CompletableFuture<Published> once(
      Frame frame, String transport, Supplier<CompletableFuture<SourcePosition>> append) {
    RecentFrames.Outcome outcome = recent.once(frame, append);
    if (!outcome.repeated()) {
      return counted(frame, transport, outcome.position());
    }
    metrics.dropped(Drop.REPEATED, frame.streamId());
    return outcome.position().thenApply(position -> Published.of(frame, position, true));
  }

  /** As {@link #publishNew}, by another way into the log. */
  public CompletableFuture<Published> counted(
      Frame frame, String transport, CompletableFuture<SourcePosition> appended) {
    return appended.thenApply(
        position -> {
          metrics.ingested(transport, frame.streamId(), frame.image().size());
          return Published.of(frame, position, false);
        });
  }

  private CompletableFuture<SourcePosition> append(Frame frame, PublishingCall origin) {
    ReceivedFrames.Receiving receiving =
        traces.begin(origin.named(frame), origin.transport(), origin.call());
    return publisher.apply(receiving.frame()).whenComplete(receiving::end);
  }

  /** A message that is no frame, or not one that is taken, as a failed answer. */
  public CompletableFuture<Published> refuse(
      String streamId, PublishingCall origin, DarkroomException cause) {
    traces.refused(streamId, origin.transport(), origin.call(), cause);
    return CompletableFuture.failedFuture(cause);
  }
}
