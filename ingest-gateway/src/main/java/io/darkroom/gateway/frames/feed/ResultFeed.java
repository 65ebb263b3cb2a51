package io.darkroom.gateway.frames.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes the records of the topic {@code processed} to status and watchers. */
public record ResultFeed(StreamRegistry registry, ResultTraces traces)
    implements LogFollower.Listener, WatchedTopic.Frames {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    long arrivedNanos = System.nanoTime();
    Frame frame = FrameCodec.decode(message.value());
    Processing processing = frame.processing().orElseThrow(ResultFeed::unprocessed);
    String id = processing.pipelineId();
    int bytes = message.value().length;
    DeliveryTrace trace = live ? trace(message, frame, processing) : DeliveryTrace.NONE;
    Supplier<Delivery> delivery = () -> delivery(frame, processing, message, arrivedNanos, trace);
    if (!live) {
      if (registry.seed(frame, processing)) {
        registry.pipelineAudience().remember(id, frame, bytes, delivery);
      }
    } else if (registry.accept(frame, processing, message.timestamp())) {
      registry.pipelineAudience().offer(id, frame, bytes, delivery);
    }
  }

  @Override
  public Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id) {
    long arrivedNanos = System.nanoTime();
    Frame frame = FrameCodec.decode(message.value());
    return frame
        .processing()
        .filter(processing -> processing.pipelineId().equals(id))
        .map(done -> delivery(frame, done, message, arrivedNanos, DeliveryTrace.NONE));
  }

  private static Delivery delivery(
      Frame frame,
      Processing processing,
      ConsumerRecord<byte[], byte[]> message,
      long arrivedNanos,
      DeliveryTrace trace) {
    Place next = new Place(message.partition(), message.offset() + 1);
    SourcePosition source = processing.source();
    ResumeToken token =
        new ResumeToken(next, Optional.of(new Place(source.partition(), source.offset())));
    return Delivery.live(
        message.value(),
        frame.streamId(),
        frame.sequence(),
        source,
        new Place(message.partition(), message.offset()),
        token.text(message.topic(), processing.pipelineId()),
        arrivedNanos,
        trace);
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
