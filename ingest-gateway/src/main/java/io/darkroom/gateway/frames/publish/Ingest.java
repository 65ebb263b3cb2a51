package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Names;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.kafka.FramePublisher;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Publishes single images, whose number may come with them. Thread-safe; never blocks. */
public record Ingest(
    FramePublisher publisher, StreamSequences sequences, ImageLimits limits, FrameIntake intake) {

  private static final String HTTP = "http";

  /** An image's own number; epoch 0 where it has none. */
  public record Number(long epoch, long sequence) {
    static final Number NONE = new Number(0, 0);
  }

  /**
   * Checks the image's header, numbers it where it has no number, and completes once Kafka has
   * acknowledged.
   *
   * @throws io.darkroom.error.DarkroomException where the image or the id cannot be accepted
   */
  public CompletableFuture<Published> publish(
      String streamId, ByteString image, Number number, Instant capturedAt, TraceContext trace) {
    Names.require("streamId", streamId);
    limits.requireBytes(image.size());
    ImageHeader header = ImageHeader.read(image).requireWithin(limits);
    Frame frame =
        Frame.captured(
                streamId, number.epoch(), number.sequence(), capturedAt, header.encoding(), image)
            .withSize(header.width(), header.height())
            .withTrace(trace);
    return number.epoch() == 0
        ? sequences.publishNext(frame, numbered -> intake.counted(numbered, HTTP, append(numbered)))
        : intake.once(frame, HTTP, () -> append(frame));
  }

  private CompletableFuture<SourcePosition> append(Frame frame) {
    return publisher.publish(frame).thenApply(FramePublisher::positionOf);
  }
}
