package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Answer;
import io.darkroom.frame.Reject;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.requests.PendingRequests;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes the records of the topic {@code answers} to the pending requests. */
public record AnswerFeed(PendingRequests pending, ResultTraces traces, GatewayMetrics metrics)
    implements LogFollower.Listener {

  /** Skips the answers to other gateways without decoding them. */
  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    String requestId = message.key() == null ? "" : new String(message.key(), UTF_8);
    if (!pending.awaits(requestId)) {
      return;
    }
    try {
      Instant arrivedAt = Instant.now();
      deliver(requestId, Answer.decode(message.value()), message, arrivedAt);
    } catch (DarkroomException e) {
      pending.refuse(requestId, e);
      throw e;
    }
  }

  private void deliver(
      String requestId, Answer answer, ConsumerRecord<byte[], byte[]> message, Instant arrivedAt) {
    if (answer instanceof Answer.Done done) {
      traces.answered(message, done.frame().trace(), arrivedAt);
      pending.answer(requestId, done.frame());
    } else if (answer instanceof Answer.Refused refused) {
      Reject reject = refused.reject();
      metrics.rejected(reject.code(), 1);
      traces.rejected(message, RecordHeaders.trace(message), reject);
      pending.refuse(requestId, new DarkroomException(reject.code(), reject.message()));
    }
  }
}
