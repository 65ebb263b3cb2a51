package io.darkroom.gateway.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Reject;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.request.PendingRequests;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.gateway.trace.ResultTraces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From the topic {@code rejects} to the statuses, and to the calls that wait for an answer. */
public record RejectFeed(StreamRegistry registry, PendingRequests pending, ResultTraces traces)
    implements LogFollower.Listener {

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    Reject reject = Reject.fromBytes(message.value());
    registry.rejected(reject.streamId(), reject.code());
    traces.rejected(message, Headers.trace(message), reject);
    if (!reject.requestId().isEmpty()) {
      pending.refuse(reject.requestId(), new DarkroomException(reject.code(), reject.message()));
    }
  }
}
