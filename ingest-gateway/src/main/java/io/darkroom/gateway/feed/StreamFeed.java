package io.darkroom.gateway.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ConfluentFraming;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.fanout.Delivery;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.gateway.trace.DeliveryTrace;
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
                new Delivery(
                    bare ? FrameCodec.encode(frame) : withoutFraming(message.value()),
                    frame.streamId(),
                    frame.sequence(),
                    arrivedNanos,
                    message.timestamp(),
                    DeliveryTrace.NONE));
  }

  /** Watchers get plain messages. */
  private static byte[] withoutFraming(byte[] value) {
    ByteString bytes = UnsafeByteOperations.unsafeWrap(value);
    return ConfluentFraming.isFramed(bytes) ? ConfluentFraming.payload(bytes).toByteArray() : value;
  }

  private static Frame decode(ConsumerRecord<byte[], byte[]> message) {
    return FrameCodec.decodeRecord(
        message.key() == null ? null : new String(message.key(), UTF_8),
        message.value(),
        Headers.contentType(message),
        Headers.trace(message),
        new SourcePosition(message.partition(), message.offset(), message.timestamp()));
  }
}
