package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.EncodedFrame;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.JpegStarts;
import io.darkroom.frame.Names;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.status.Drop;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ReceivedFrames;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The only way into the topic {@code frames}: validates, traces, publishes and counts each frame,
 * whatever its transport. Futures complete when Kafka has acknowledged the frame, and fail with a
 * {@link DarkroomException} if it is refused. Thread-safe; never blocks.
 *
 * @param publisher appends a frame to the topic and completes with its position; never blocks
 * @param sequences numbers images that have no number
 */
public record FrameIntake(
    Function<EncodedFrame, CompletableFuture<SourcePosition>> publisher,
    ImageLimits limits,
    GatewayMetrics metrics,
    ReceivedFrames traces,
    RecentFrames recent,
    StreamSequences sequences) {

  /** Publishes a frame with a number of its producer, unless it was published before. */
  public CompletableFuture<Published> publish(EncodedFrame received, FrameOrigin origin) {
    try {
      return publishOnce(received.with(checked(received.frame())), origin);
    } catch (DarkroomException e) {
      return refuse(received.frame().streamId(), origin, e);
    }
  }

  private CompletableFuture<Published> publishOnce(EncodedFrame received, FrameOrigin origin) {
    Frame frame = received.frame();
    return recent
        .once(frame, () -> append(received, origin))
        .thenCompose(
            outcome ->
                outcome.repeated()
                    ? repeated(frame, outcome.position())
                    : counted(frame, origin, outcome.position()));
  }

  /**
   * Publishes a frame that the gateway has made and numbered, so that it is valid and cannot be a
   * repeat.
   */
  public CompletableFuture<Published> publishNew(Frame frame, FrameOrigin origin) {
    return counted(frame, origin, append(EncodedFrame.of(frame), origin));
  }

  /**
   * Publishes a bare image.
   *
   * @param image as {@link #read} returns it
   * @param epoch of the image; 0 if it has no number, in which case the gateway numbers it
   * @throws DarkroomException if another image has its number
   */
  public CompletableFuture<Published> publishImage(
      Frame image, long epoch, long sequence, FrameOrigin origin) {
    return epoch == 0
        ? sequences.publishNext(image, numbered -> publishNew(numbered, origin))
        : publishOnce(EncodedFrame.of(image.renumbered(image.streamId(), epoch, sequence)), origin);
  }

  /**
   * Reads the header of a bare image; the frame has no number yet.
   *
   * @param stored whether the picture keeps the orientation that it is stored in
   * @throws DarkroomException if the id or the image is invalid
   */
  public Frame read(String streamId, ByteString image, boolean stored, Instant capturedAt) {
    Names.require("streamId", streamId);
    limits.requireBytes(image.size());
    ImageHeader header = ImageHeader.read(image, stored).requireWithin(limits);
    return Frame.captured(streamId, 0, 0, capturedAt, header.encoding(), image)
        .withSize(header.width(), header.height())
        .withStoredOrientation(stored);
  }

  /**
   * Checks the image of a message, which is one frame.
   *
   * @throws DarkroomException {@code INVALID_IMAGE} if it is several JPEGs
   */
  public static void requireOne(ByteString image) {
    int images = JpegStarts.split(image).size();
    if (images > 1) {
      throw new DarkroomException(
          ErrorCode.INVALID_IMAGE,
          "image: %d JPEGs one after the other (expected: one). Send each of them by itself."
              .formatted(images));
    }
  }

  /** Refuses a message that is not a valid frame. */
  public CompletableFuture<Published> refuse(
      String streamId, FrameOrigin origin, DarkroomException cause) {
    if (origin instanceof FrameOrigin.Message message) {
      traces.refused(streamId, message.transport(), message.call(), cause);
    }
    return CompletableFuture.failedFuture(cause);
  }

  /** Returns the frame, with the size of its picture if it states another one. */
  private Frame checked(Frame frame) {
    if (frame.request().isPresent() || frame.processing().isPresent()) {
      throw DarkroomException.invalid(
          "frame", "frame: with request or processing (expected: neither). Leave them out.");
    }
    limits.requireBytes(frame.image().size());
    requireOne(frame.image());
    if (!frame.encoding().compressed()) {
      limits.requireSize(frame.width(), frame.height());
      return frame;
    }
    ImageHeader header =
        ImageHeader.read(frame.image(), frame.storedOrientation()).requireWithin(limits);
    boolean same = frame.width() == header.width() && frame.height() == header.height();
    return frame.width() == 0 || same ? frame : frame.withSize(header.width(), header.height());
  }

  private CompletableFuture<SourcePosition> append(EncodedFrame received, FrameOrigin origin) {
    origin.quota().take(received.frame().image().size());
    Frame traced = origin.traced(received.frame());
    if (!(origin instanceof FrameOrigin.Message message)) {
      return publisher.apply(received.with(traced));
    }
    ReceivedFrames.Receiving receiving = traces.begin(traced, message.transport(), message.call());
    return publisher.apply(received.with(receiving.frame())).whenComplete(receiving::end);
  }

  private CompletableFuture<Published> counted(
      Frame frame, FrameOrigin origin, CompletableFuture<SourcePosition> appended) {
    return appended.thenApply(
        position -> {
          metrics.ingested(origin.transport(), frame.streamId(), frame.image().size());
          return Published.of(frame, position, false);
        });
  }

  private CompletableFuture<Published> repeated(
      Frame frame, CompletableFuture<SourcePosition> first) {
    metrics.dropped(Drop.REPEATED, frame.streamId());
    return first.thenApply(position -> Published.of(frame, position, true));
  }
}
