package io.darkroom.gateway.intake;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.metrics.GatewayMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way into the log of frames that say themselves what they are. Thread-safe; never blocks.
 *
 * @param publisher appends a frame to the topic; never blocks
 */
public record FrameIntake(
    Function<Frame, CompletableFuture<?>> publisher, ImageLimits limits, GatewayMetrics metrics) {

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
   * Publishes a frame and counts it; completes with its sequence once Kafka has it.
   *
   * @param transport by which it came
   */
  public CompletableFuture<Long> publish(Frame frame, String transport) {
    return publisher
        .apply(frame)
        .thenApply(
            acknowledged -> {
              metrics.ingested(transport, frame.streamId(), frame.image().size());
              return frame.sequence();
            });
  }
}
