package io.darkroom.gateway.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Builds a state from the records of a topic, and lets others wait until a record has been applied.
 * Applied by the follower's thread; any thread may wait.
 */
public abstract class AppliedRecords implements LogFollower.Listener {

  private final ReadProgress progress;

  /**
   * @param topic names the topic in messages
   */
  protected AppliedRecords(String topic) {
    progress = new ReadProgress(topic);
  }

  @Override
  public final void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    try {
      apply(message);
    } finally {
      progress.passed(message.partition(), message.offset());
    }
  }

  /** Changes the state; throws any runtime exception if the record cannot be read. */
  protected abstract void apply(ConsumerRecord<byte[], byte[]> message);

  @Override
  public final void onCaughtUp(int partition, long offset) {
    progress.passed(partition, offset - 1);
  }

  /**
   * Completes when all records before the offset have been applied; see {@link
   * ReadProgress#reached}.
   */
  public final CompletableFuture<Void> readTo(int partition, long offset) {
    return progress.reached(partition, offset - 1);
  }
}
