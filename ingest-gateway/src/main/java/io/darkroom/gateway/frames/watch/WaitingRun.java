package io.darkroom.gateway.frames.watch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a task whenever it is requested. While one run waits for the executor, further requests add
 * none. Thread-safe.
 */
final class WaitingRun {

  private final Executor executor;
  private final Runnable task;
  private final AtomicBoolean waits = new AtomicBoolean();

  WaitingRun(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  void request() {
    if (waits.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    waits.set(false);
    task.run();
  }
}
