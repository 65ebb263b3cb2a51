package io.darkroom.gateway.frames.feed;

import io.darkroom.frame.Reject;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts the records of the topic {@code rejects} in the status of their streams. */
public record RejectFeed(StreamRegistry registry, ResultTraces traces)
    implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    Reject reject = Reject.fromBytes(message.value());
    registry.rejected(reject.streamId(), reject.code());
    traces.rejected(message, RecordHeaders.trace(message), reject);
  }
}
