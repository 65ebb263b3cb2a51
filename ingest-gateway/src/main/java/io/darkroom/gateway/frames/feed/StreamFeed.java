package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ConfluentFraming;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes the records of the topic {@code frames} to those who watch their stream. */
public record StreamFeed(StreamRegistry registry) implements WatchedTopic.Feed {

  @Override
  public void live(ConsumerRecord<byte[], byte[]> message) {
    long arrivedNanos = System.nanoTime();
    Frame frame = decode(message);
    String id = frame.streamId();
    if (frame.request().isEmpty() && registry.streamAudience().watches(id)) {
      registry
          .streamAudience()
          .offer(id, delivery(frame, message, arrivedNanos))
          .ifPresent(reason -> registry.droppedFromStream(id, reason));
    }
  }

  @Override
  public Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id) {
    Frame frame = decode(message);
    return frame.streamId().equals(id) && frame.request().isEmpty()
        ? Optional.of(delivery(frame, message, System.nanoTime()))
        : Optional.empty();
  }

  private static Delivery delivery(
      Frame frame, ConsumerRecord<byte[], byte[]> message, long arrivedNanos) {
    Place next = new Place(message.partition(), message.offset() + 1);
    ResumeToken token = new ResumeToken(next, Optional.empty());
    boolean bare = frame.image().size() == message.value().length;
    return Delivery.live(
        bare ? FrameCodec.encode(frame) : withoutFraming(message.value()),
        frame.streamId(),
        frame.sequence(),
        positionOf(message),
        new Place(message.partition(), message.offset()),
        token.text(message.topic(), frame.streamId()),
        arrivedNanos,
        DeliveryTrace.NONE);
  }

  /** Removes the Confluent framing, which watchers do not expect. */
  private static byte[] withoutFraming(byte[] value) {
    ByteString bytes = UnsafeByteOperations.unsafeWrap(value);
    return ConfluentFraming.isFramed(bytes) ? ConfluentFraming.payload(bytes).toByteArray() : value;
  }

  static Frame decode(ConsumerRecord<byte[], byte[]> message) {
    return FrameCodec.decodeRecord(
        message.key() == null ? null : new String(message.key(), UTF_8),
        message.value(),
        RecordHeaders.contentType(message),
        RecordHeaders.trace(message),
        positionOf(message));
  }

  static SourcePosition positionOf(ConsumerRecord<byte[], byte[]> message) {
    return new SourcePosition(message.partition(), message.offset(), message.timestamp());
  }
}
