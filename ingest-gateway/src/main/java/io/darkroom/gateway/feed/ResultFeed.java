package io.darkroom.gateway.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Processing;
import io.darkroom.gateway.fanout.Delivery;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.gateway.trace.DeliveryTrace;
import io.darkroom.gateway.trace.ResultTraces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From the topic {@code processed} to who watches. */
public record ResultFeed(StreamRegistry registry, ResultTraces traces)
    implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    long arrivedNanos = System.nanoTime();
    Frame frame = FrameCodec.decode(message.value());
    Processing processing = frame.processing().orElseThrow(ResultFeed::unprocessed);
    String id = processing.pipelineId();
    int bytes = message.value().length;
    Delivery delivery =
        Delivery.live(
            message.value(),
            frame.streamId(),
            frame.sequence(),
            processing.source(),
            new Delivery.Place(message.partition(), message.offset()),
            arrivedNanos,
            live ? trace(message, frame, processing) : DeliveryTrace.NONE);
    if (!live) {
      registry.seed(frame, processing);
      registry.pipelineAudience().remember(id, bytes, () -> delivery);
    } else if (registry.accept(frame, processing, message.timestamp())) {
      registry.pipelineAudience().offer(id, bytes, () -> delivery);
    }
  }

  private DeliveryTrace trace(
      ConsumerRecord<byte[], byte[]> message, Frame frame, Processing processing) {
    return traces.delivery(
        message,
        frame.trace(),
        new DeliveryTrace.Of(
            frame.streamId(),
            frame.sequence(),
            processing.pipelineId(),
            processing.source().appendedAtMillis()));
  }

  private static DarkroomException unprocessed() {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "frame.processing: none (expected: set on a processed frame). Check what wrote it.");
  }
}
