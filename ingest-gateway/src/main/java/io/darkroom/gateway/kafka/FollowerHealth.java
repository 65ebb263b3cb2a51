package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RetriableException;

/** Tracks since when a follower is failing, and how often it restarted. Thread-safe. */
final class FollowerHealth {

  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier nanoTime;
  private final AtomicLong restarts = new AtomicLong();
  private volatile long failingSince = NONE;

  FollowerHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Records a failure, unless it is one that passes by itself. */
  void failed(Throwable failure) {
    if (!(failure instanceof RetriableException)) {
      failed();
    }
  }

  /** Records a failure, after which the follower restarts. */
  void failed() {
    restarts.incrementAndGet();
    if (failingSince == NONE) {
      failingSince = nanoTime.getAsLong();
    }
  }

  /** Records that the follower reads again. */
  void recovered() {
    failingSince = NONE;
  }

  /** Whether it reads, or has failed for less than {@link #PATIENCE}. */
  boolean isGood() {
    return !isFailingLongerThan(PATIENCE);
  }

  boolean isFailingLongerThan(Duration patience) {
    long since = failingSince;
    return since != NONE && nanoTime.getAsLong() - since > patience.toNanos();
  }

  long restarts() {
    return restarts.get();
  }
}
