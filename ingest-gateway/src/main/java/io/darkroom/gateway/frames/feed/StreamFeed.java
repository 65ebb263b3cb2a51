package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ConfluentFraming;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.publish.RecentFrames;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes the records of the topic {@code frames} to status and watchers. */
public record StreamFeed(StreamRegistry registry, RecentFrames recent)
    implements LogFollower.Listener, WatchedTopic.Frames {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    long arrivedNanos = System.nanoTime();
    Frame frame = decode(message);
    if (frame.request().isPresent()) {
      return;
    }
    registry.seen(frame, !bare(frame, message));
    recent.seen(frame, positionOf(message));
    registry
        .streamAudience()
        .offer(
            frame.streamId(),
            frame,
            message.value().length,
            () -> delivery(frame, message, arrivedNanos));
  }

  @Override
  public Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id) {
    Frame frame = decode(message);
    return frame.streamId().equals(id) && frame.request().isEmpty()
        ? Optional.of(delivery(frame, message, System.nanoTime()))
        : Optional.empty();
  }

  private static boolean bare(Frame frame, ConsumerRecord<byte[], byte[]> message) {
    return frame.image().size() == message.value().length;
  }

  private static Delivery delivery(
      Frame frame, ConsumerRecord<byte[], byte[]> message, long arrivedNanos) {
    Place next = new Place(message.partition(), message.offset() + 1);
    ResumeToken token = new ResumeToken(next, Optional.empty());
    return Delivery.live(
        bare(frame, message) ? FrameCodec.encode(frame) : withoutFraming(message.value()),
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

  private static Frame decode(ConsumerRecord<byte[], byte[]> message) {
    return FrameCodec.decodeRecord(
        message.key() == null ? null : new String(message.key(), UTF_8),
        message.value(),
        RecordHeaders.contentType(message),
        RecordHeaders.trace(message),
        positionOf(message));
  }

  private static SourcePosition positionOf(ConsumerRecord<byte[], byte[]> message) {
    return new SourcePosition(message.partition(), message.offset(), message.timestamp());
  }
}
