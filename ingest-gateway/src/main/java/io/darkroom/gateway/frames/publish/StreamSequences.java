package io.darkroom.gateway.frames.publish;

import io.darkroom.frame.Frame;
import io.darkroom.gateway.limits.RecentMap;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Numbers images that have no number, with one epoch per stream and run of the gateway.
 * Thread-safe: takes a number and queues the frame in one step, so that frames enter the log in the
 * order of their numbers.
 */
public final class StreamSequences {

  private static final int MAX_STREAMS = 10_000;

  private final RecentMap<String, Counter> counters = new RecentMap<>(MAX_STREAMS);
  private final Clock clock;

  public StreamSequences(Clock clock) {
    this.clock = clock;
  }

  private static final class Counter {
    private final long epoch;
    private long next;

    Counter(long epoch) {
      this.epoch = epoch;
    }
  }

  /**
   * Numbers a frame and queues it.
   *
   * @param queue must not block
   */
  public <T> CompletableFuture<T> publishNext(
      Frame bare, Function<Frame, CompletableFuture<T>> queue) {
    Counter counter = counters.touch(bare.streamId(), id -> new Counter(epochAt(clock.instant())));
    synchronized (counter) {
      return queue.apply(bare.renumbered(bare.streamId(), counter.epoch, counter.next++));
    }
  }

  /** The epoch of a run that began at the given time: microseconds since 1970. */
  public static long epochAt(Instant start) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, start);
  }
}
