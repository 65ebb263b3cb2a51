package io.darkroom.gateway.frames.feed;

import io.darkroom.frame.Reject;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds the records of the topic {@code rejects} to the traces of their frames. */
public record RejectFeed(ResultTraces traces) implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    Reject reject = Reject.fromBytes(message.value());
    traces.rejected(message, RecordHeaders.trace(message), reject);
  }
}
