package io.darkroom.gateway.api;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Names;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.intake.Published;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.metrics.GatewayMetrics;
import io.darkroom.gateway.stream.StreamSequences;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Publishes single images that come without a number of their own. Thread-safe; never blocks. */
public record Ingest(
    FramePublisher publisher,
    StreamSequences sequences,
    ImageLimits limits,
    GatewayMetrics metrics) {

  /**
   * Checks the image's header, numbers it, and completes once Kafka has acknowledged.
   *
   * @throws io.darkroom.error.DarkroomException where the image or the id cannot be accepted
   */
  public CompletableFuture<Published> publish(
      String streamId, ByteString image, Instant capturedAt, TraceContext trace) {
    Names.require("streamId", streamId);
    limits.requireBytes(image.size());
    ImageHeader header = ImageHeader.read(image).requireWithin(limits);
    Frame bare =
        Frame.captured(streamId, 0, 0, capturedAt, header.encoding(), image)
            .withSize(header.width(), header.height())
            .withTrace(trace);
    return sequences.publishNext(
        bare,
        frame ->
            publisher
                .publish(frame)
                .thenApply(
                    record -> {
                      metrics.ingested("http", streamId, image.size());
                      return Published.of(frame, FramePublisher.positionOf(record));
                    }));
  }
}
