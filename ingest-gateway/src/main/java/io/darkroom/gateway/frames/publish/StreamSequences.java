package io.darkroom.gateway.frames.publish;

import io.darkroom.frame.Frame;
import io.darkroom.gateway.frames.status.RecentMap;
import io.darkroom.gateway.frames.status.StreamRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Numbers images that come without a number of their own: one epoch per stream and run of the
 * gateway. Thread-safe; a number is taken and its frame queued in one step, so that frames enter
 * the log in the order of their numbers.
 */
public final class StreamSequences {

  private final RecentMap<Counter> counters = new RecentMap<>(StreamRegistry.MAX_STREAMS);
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
   * Gives the frame its number and hands it on.
   *
   * @param queue must not block
   */
  public synchronized <T> CompletableFuture<T> publishNext(
      Frame bare, Function<Frame, CompletableFuture<T>> queue) {
    Counter counter = counters.touch(bare.streamId(), id -> new Counter(epochAt(clock.instant())));
    return queue.apply(bare.renumbered(bare.streamId(), counter.epoch, counter.next++));
  }

  /** The epoch of a run that began at the given moment: microseconds since 1970. */
  public static long epochAt(Instant start) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, start);
  }
}
