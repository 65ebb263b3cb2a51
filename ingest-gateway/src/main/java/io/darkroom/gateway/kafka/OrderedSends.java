package io.darkroom.gateway.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs calls of a producer's {@code send} in order for each key. A call runs on the calling thread
 * if it cannot block, because the producer knows the topic; otherwise on a thread that may wait.
 * Thread-safe. Closed by its owner.
 */
final class OrderedSends implements AutoCloseable {

  /** Keys that share a lane wait for each other. */
  private static final int LANES = 256;

  /** A producer forgets a topic to which it has not sent for five minutes. */
  private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final class Lane {
    private int queued;
  }

  private final Lane[] lanes =
      IntStream.range(0, LANES).mapToObj(i -> new Lane()).toArray(Lane[]::new);
  private final Map<String, Long> knownAt = new ConcurrentHashMap<>();
  private final ExecutorService mayWait =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-publish");
            thread.setDaemon(true);
            return thread;
          });

  /** Notes that the producer has just written to a topic, so that it knows its partitions. */
  void written(String topic) {
    knownAt.put(topic, System.nanoTime());
  }

  /**
   * Runs a call now or later.
   *
   * @param hasRoom whether the producer's buffer certainly has room for the record
   * @throws RejectedExecutionException if this is closed
   */
  void run(String topic, String key, boolean hasRoom, Runnable send) {
    Lane lane = lanes[Math.floorMod(key.hashCode(), LANES)];
    synchronized (lane) {
      if (lane.queued == 0 && hasRoom && isKnown(topic)) {
        send.run();
        return;
      }
      lane.queued++;
      try {
        mayWait.execute(() -> runQueued(lane, send));
      } catch (RuntimeException e) {
        lane.queued--;
        throw e;
      }
    }
  }

  /** Runs a call on another thread, so that what it triggers does not run inside a {@code send}. */
  void later(Runnable call) {
    try {
      mayWait.execute(call);
    } catch (RejectedExecutionException e) {
      call.run();
    }
  }

  private boolean isKnown(String topic) {
    Long at = knownAt.get(topic);
    return at != null && System.nanoTime() - at < KNOWN_NANOS && !mayWait.isShutdown();
  }

  private static void runQueued(Lane lane, Runnable send) {
    try {
      send.run();
    } finally {
      synchronized (lane) {
        lane.queued--;
      }
    }
  }

  @Override
  public void close() {
    mayWait.shutdown();
    try {
      if (!mayWait.awaitTermination(1, TimeUnit.SECONDS)) {
        mayWait.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
