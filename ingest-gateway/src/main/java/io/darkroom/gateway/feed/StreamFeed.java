package io.darkroom.gateway.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.fanout.Delivery;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.gateway.trace.DeliveryTrace;
import io.darkroom.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From the topic {@code frames}, whoever wrote them, to the statuses and to who watches. */
public record StreamFeed(StreamRegistry registry) implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    long arrivedNanos = System.nanoTime();
    Frame frame = decode(message);
    if (frame.request().isPresent()) {
      return;
    }
    boolean bare = frame.image().size() == message.value().length;
    registry.seen(frame, !bare);
    registry
        .streamAudience()
        .offer(
            frame.streamId(),
            message.value().length,
            () ->
                Delivery.live(
                    bare ? FrameCodec.encode(frame) : message.value(),
                    frame.streamId(),
                    frame.sequence(),
                    positionOf(message),
                    new Delivery.Place(message.partition(), message.offset()),
                    arrivedNanos,
                    DeliveryTrace.NONE));
  }

  private static Frame decode(ConsumerRecord<byte[], byte[]> message) {
    return FrameCodec.decodeRecord(
        message.key() == null ? null : new String(message.key(), UTF_8),
        message.value(),
        Headers.text(message, Topics.CONTENT_TYPE),
        Headers.trace(message),
        positionOf(message));
  }

  private static SourcePosition positionOf(ConsumerRecord<byte[], byte[]> message) {
    return new SourcePosition(message.partition(), message.offset(), message.timestamp());
  }
}
