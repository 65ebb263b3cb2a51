package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Since when a thread has not come on, and how often it was started again. Thread-safe. */
final class ReadFailure {

  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier nanoTime;
  private final AtomicLong restarts = new AtomicLong();
  private volatile long since = NONE;

  ReadFailure(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It failed and begins again. */
  void failed() {
    restarts.incrementAndGet();
    if (since == NONE) {
      since = nanoTime.getAsLong();
    }
  }

  /** It comes on. */
  void over() {
    since = NONE;
  }

  boolean lastsLongerThan(Duration patience) {
    long began = since;
    return began != NONE && nanoTime.getAsLong() - began > patience.toNanos();
  }

  long restarts() {
    return restarts.get();
  }
}
