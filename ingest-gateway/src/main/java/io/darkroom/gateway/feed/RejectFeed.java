package io.darkroom.gateway.feed;

import io.darkroom.frame.Reject;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.gateway.trace.ResultTraces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From the topic {@code rejects} to the statuses of streams. */
public record RejectFeed(StreamRegistry registry, ResultTraces traces)
    implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    Reject reject = Reject.fromBytes(message.value());
    registry.rejected(reject.streamId(), reject.code());
    traces.rejected(message, Headers.trace(message), reject);
  }
}
