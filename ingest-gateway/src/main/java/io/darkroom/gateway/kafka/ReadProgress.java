package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * Tracks which records of a topic have been applied, and completes the futures that wait for them.
 * Thread-safe; updated by the follower's thread.
 */
public final class ReadProgress {

  private static final long PATIENCE_SECONDS = 3;

  private final String topic;
  private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();

  public ReadProgress(String topic) {
    this.topic = topic;
  }

  private static final class Partition {
    private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> awaited =
        new ConcurrentSkipListMap<>();
    private volatile long nextOffset;

    void completeReached() {
      for (Map.Entry<Long, CompletableFuture<Void>> due = awaited.firstEntry();
          due != null && due.getKey() <= nextOffset;
          due = awaited.firstEntry()) {
        awaited.remove(due.getKey());
        due.getValue().complete(null);
      }
    }
  }

  /** Notes that the record at the offset has been applied. */
  public void passed(int partition, long offset) {
    Partition passed = of(partition);
    if (offset >= passed.nextOffset) {
      passed.nextOffset = offset + 1;
      passed.completeReached();
    }
  }

  /**
   * Completes when the record at the offset has been applied. Fails with {@code UNAVAILABLE} if
   * that takes longer than 3 s.
   */
  public CompletableFuture<Void> reached(int partition, long offset) {
    Partition waitedFor = of(partition);
    CompletableFuture<Void> future =
        waitedFor.awaited.computeIfAbsent(offset + 1, key -> new CompletableFuture<>());
    waitedFor.completeReached();
    return future
        .copy()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            failure -> {
              throw new DarkroomException(
                  ErrorCode.UNAVAILABLE,
                  "%s: change not read back (expected: within %d s). %s"
                      .formatted(topic, PATIENCE_SECONDS, "Try again in a moment."));
            });
  }

  private Partition of(int partition) {
    return partitions.computeIfAbsent(partition, number -> new Partition());
  }
}
