package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes the records of the topic {@code processed} to those who watch their pipeline. */
public record ResultFeed(StreamRegistry registry, ResultTraces traces)
    implements WatchedTopic.Feed {

  /** Skips results of pipelines that nobody watches without decoding them. */
  @Override
  public void live(ConsumerRecord<byte[], byte[]> message) {
    long arrivedNanos = System.nanoTime();
    String id = pipelineOf(message);
    if (!registry.pipelineAudience().watches(id)) {
      return;
    }
    Frame frame = FrameCodec.decode(message.value());
    Processing processing = frame.processing().orElseThrow(ResultFeed::unprocessed);
    DeliveryTrace trace = trace(message, frame, processing);
    registry
        .pipelineAudience()
        .offer(id, delivery(frame, processing, message, arrivedNanos, trace))
        .ifPresent(reason -> registry.droppedFromPipeline(id, reason));
  }

  @Override
  public Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id) {
    long arrivedNanos = System.nanoTime();
    if (!pipelineOf(message).equals(id)) {
      return Optional.empty();
    }
    Frame frame = FrameCodec.decode(message.value());
    return frame
        .processing()
        .filter(processing -> processing.pipelineId().equals(id))
        .map(done -> delivery(frame, done, message, arrivedNanos, DeliveryTrace.NONE));
  }

  /** The key; it is known without decoding the value. */
  private static String pipelineOf(ConsumerRecord<byte[], byte[]> message) {
    return message.key() == null ? "" : new String(message.key(), UTF_8);
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
